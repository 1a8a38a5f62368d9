/** Text that would take over a terminal, in every place a peer can write it: nothing of it arrives there. */
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {H3} from '../../src/lib/wire/error-codes.js'
import {BadServer, type Script} from '../support/bad-server/server.js'
import {makeCertificate} from '../support/certificate.js'
import {probeUdp} from './command.js'
import {expectDecent, expectHarmless} from './decency.js'

/** A title, a cleared screen, C1, a reversed line, a bell: as one character an octet, and as text. */
const OCTETS = '\u001b]0;owned\u0007\u001b[2J\u009b31m' + Buffer.from('\u202etxt.exe', 'utf8').toString('latin1')
const TEXT = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202etxt.exe\u2028'

const quiet = [':status', '200'] as const
const places: readonly (readonly [place: string, script: Script, commonName?: string])[] = [
  ['fields of a good answer', async guest => (await guest.greet()).head(quiet, ['server', OCTETS], ['x', OCTETS])],
  ['fields of an interim answer', async guest => (await guest.greet()).head([':status', '103'], ['link', OCTETS])],
  ['Location', async guest => (await guest.greet()).head([':status', '307'], ['location', OCTETS])],
  ['a challenge', async guest => (await guest.greet()).head([':status', '401'], ['www-authenticate', OCTETS])],
  ['an error of Proxy-Status', async guest => (await guest.greet()).head([':status', '502'], ['proxy-status', OCTETS])],
  [
    'details of Proxy-Status',
    async guest =>
      (await guest.greet()).head([':status', '502'], ['proxy-status', `p; error=dns_error; details="\\"${OCTETS}"`]),
  ],
  ['a name of a field', async guest => (await guest.greet()).head([':status', '200'], [OCTETS, 'x'])],
  ['the reason of a close before SETTINGS', ({connection}) => connection.close(H3.INTERNAL_ERROR, TEXT)],
  [
    'the reason of a close instead of an answer',
    async guest => {
      await guest.greet()
      guest.connection.close(H3.INTERNAL_ERROR, TEXT)
    },
  ],
  [
    'the reason of a close in mid-tunnel',
    async guest => {
      await (await guest.greet()).carry(2)
      guest.connection.close(H3.INTERNAL_ERROR, TEXT)
    },
  ],
  ['the names in a certificate', () => undefined, TEXT],
]

/** Nothing of it is repeated: QUIC itself leaves out the first, the others are told of in words of our own. */
const UNTOLD: ReadonlySet<string> = new Set([
  'the reason of a close before SETTINGS',
  'the reason of a close in mid-tunnel',
  'fields of an interim answer',
  'a name of a field',
])

it.concurrent.for(places)('%s', async ([place, script, commonName]) => {
  const folder = mkdtempSync(join(tmpdir(), 'masque-hostile-'))
  const files = ['table', 'json', 'jsonl'].map(format => ({format, path: join(folder, format)}))
  const identity = await makeCertificate(commonName === undefined ? {} : {commonName})
  await using server = await BadServer.start(identity, script)
  // The certificate is not trusted where its text is what matters: then it is told of.
  const trust = commonName === undefined ? ['--pin', Buffer.from(identity.pin).toString('base64')] : []
  const reports = files.flatMap(({format, path}) => ['--report', `${format}=${path}`])
  await using command = probeUdp([server.address, ...trust, '-c', '2', '-w', '2', '-vv', ...reports])
  const outcome = await command.outcome
  expectDecent(outcome)
  const written = files.map(({path}) => readFileSync(path, 'utf8'))
  rmSync(folder, {recursive: true})
  for (const text of written) expectHarmless(text)
  // Where it is told of at all, it is there for whoever reads it as data.
  if (!UNTOLD.has(place)) expect(written.every(text => text.includes('owned'))).toBe(true)
  expect(outcome.code).toBe(3)
})
