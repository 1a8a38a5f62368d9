/**
 * Bad input. The golden folders say what is printed; here those that fail run once more, measured: one of each command and
 * exit code, with `npm run company` all. Beside them what no shell line can have: certificates made for the occasion, keys
 * that do not fit, ports that are odd.
 */
import {createSocket} from 'node:dgram'
import {once} from 'node:events'
import {chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {execa} from 'execa'
import {afterAll, describe, expect, it} from 'vitest'
import {serve} from '../interop/support/cli.js'
import {BadServer, type BadServerOptions} from '../support/bad-server/server.js'
import {makeCertificate, type CertificateWish, type TestCertificate} from '../support/certificate.js'
import {probeUdp, type Outcome} from './command.js'
import {expectDecent} from './decency.js'
import {never} from './servers/case.js'
import {representatives} from './selection.js'
import {Table} from './table.js'

const table = new Table('inputs', 'Bad input')
const folder = mkdtempSync(join(tmpdir(), 'masque-inputs-'))
afterAll(() => {
  table.write()
  rmSync(folder, {recursive: true})
})

function file(name: string, text: string, mode = 0o600): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

describe('golden folders', () => {
  const golden = fileURLToPath(new URL('../cli/', import.meta.url))
  const names = readdirSync(golden, {withFileTypes: true})
    .filter(entry => entry.isDirectory())
    .map(({name}) => name)
    // What goes well is no bad input, but for a reader who goes away.
    .filter(name => name.includes('closed') || readFileSync(join(golden, name, 'exit'), 'utf8') !== '0\n')
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  const run = new URL('../../bin/run.js', import.meta.url).href
  const measure = new URL('measure.mjs', import.meta.url).href
  file('bin/package.json', '{"type": "module"}')
  file('bin/masque', `#!/usr/bin/env node\nimport '${measure}'\nawait import('${run}')\n`, 0o700)

  const line = (name: string): string => readFileSync(join(golden, name, 'cmd'), 'utf8')
  const kind = (name: string): string =>
    `${/masque( [a-z]+){0,2}/.exec(line(name))?.[0] ?? ''} ${readFileSync(join(golden, name, 'exit'), 'utf8')}`
  const told = representatives(names, kind, name => name.includes('closed'))
  it.concurrent.for(told)('%s', async name => {
    const peakFile = join(folder, `${name}.peak`)
    const began = performance.now()
    const {stdout, stderr, exitCode, timedOut} = await execa('sh', ['-c', line(name)], {
      cwd: mkdtempSync(join(folder, 'case-')),
      env: {
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
        HOME: folder,
        LANG: 'C.UTF-8',
        MASQUE_TEST_PEAK_FILE: peakFile,
      },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      timeout: 30_000,
    })
    const tookMs = performance.now() - began
    const peak = readdirSync(folder).includes(`${name}.peak`) ? readFileSync(peakFile, 'utf8') : ''
    const measured = {code: exitCode ?? null, stdout, stderr, tookMs, document: undefined}
    table.add('golden', name, {...measured, peakMiB: peak === '' ? NaN : Number(peak) / 1024})
    expectDecent({...measured, signal: timedOut ? 'SIGKILL' : null, peakMiB: Number(peak) / 1024})
  })
})

/** Against a server that shows this certificate, and does no more. */
async function against(
  wish: CertificateWish,
  flags: (certificate: TestCertificate) => readonly string[] | Promise<readonly string[]>,
  server: BadServerOptions['server'] = {},
): Promise<Outcome> {
  const certificate = await makeCertificate(wish)
  await using bad = await BadServer.start(certificate, () => never, {server})
  await using command = probeUdp([bad.address, '--http', '3', '-w', '5', ...(await flags(certificate))])
  return await command.outcome
}

let number = 0
const trusted = ({caPem}: TestCertificate): string[] => ['--cacert', file(`ca-${number++}.pem`, caPem)]
const HOUR = 3_600_000
const now = Date.now()

type Case = readonly [name: string, run: () => Promise<Outcome>, exit: number, code: string | undefined]

const cases: readonly Case[] = [
  [
    'a certificate for another name',
    () => against({names: ['other.example'], addresses: []}, trusted),
    3,
    'certificate-NotValidForName',
  ],
  [
    'a certificate that has expired (or a clock that is ahead)',
    () => against({notBefore: new Date(now - 2 * HOUR), notAfter: new Date(now - HOUR)}, trusted),
    3,
    'certificate-Expired',
  ],
  [
    'a certificate from the future (or a clock that is behind)',
    () => against({notBefore: new Date(now + HOUR), notAfter: new Date(now + 2 * HOUR)}, trusted),
    3,
    'certificate-NotValidYet',
  ],
  ['an authority that serves itself', () => against({isAuthority: true}, trusted), 3, 'certificate-CaUsedAsEndEntity'],
  ['a certificate for clients', () => against({clientsOnly: true}, trusted), 3, 'certificate-InvalidPurpose'],
  [
    'the wrong authority in --cacert',
    async () => against({}, async () => trusted(await makeCertificate())),
    3,
    'certificate-UnknownIssuer',
  ],
  ['no authority of ours', () => against({}, () => []), 3, 'certificate-UnknownIssuer'],
  [
    'the wrong pin',
    () => against({}, () => ['--pin', Buffer.alloc(32).toString('base64')]),
    3,
    'certificate-PinMismatch',
  ],
  [
    'the wrong name in --sni',
    () => against({}, certificate => [...trusted(certificate), '--sni', 'wrong.example']),
    3,
    'certificate-NotValidForName',
  ],
  [
    'a client certificate is wanted, and none given',
    async () => against({}, trusted, {clientCaPem: (await makeCertificate()).caPem}),
    3,
    'client-certificate-required',
  ],
  [
    'a client certificate of somebody else',
    async () => {
      const {certificatesPem, keyPem} = await makeCertificate({clientsOnly: true})
      const own = ['--cert', file('client.pem', certificatesPem), '--key', file('client-key.pem', keyPem)]
      return against({}, certificate => [...trusted(certificate), ...own], {
        clientCaPem: (await makeCertificate()).caPem,
      })
    },
    3,
    'tls-alert',
  ],
  [
    'a client certificate with the key of another',
    async () => {
      const [one, other] = [await makeCertificate(), await makeCertificate()]
      const own = ['--cert', file('one.pem', one.certificatesPem), '--key', file('other-key.pem', other.keyPem)]
      return against({}, certificate => [...trusted(certificate), ...own])
    },
    2,
    undefined,
  ],
  [
    'a certificate cut off in the middle',
    () => against({}, ({caPem}) => ['--cacert', file('half.pem', caPem.slice(0, caPem.length / 2))]),
    2,
    undefined,
  ],
  [
    'a port where nothing but TCP listens',
    async () => {
      const tcp = createServer().listen(0, '127.0.0.1')
      await once(tcp, 'listening')
      await using command = probeUdp([
        `127.0.0.1:${(tcp.address() as {port: number}).port}`,
        '--insecure',
        '--http',
        '3',
        '-w',
        '2',
      ])
      const outcome = await command.outcome
      tcp.close()
      return outcome
    },
    3,
    'port-unreachable',
  ],
  [
    'a port that is silent over UDP, and answers over TCP',
    async () => {
      const tcp = createServer(socket => socket.destroy()).listen(0, '127.0.0.1')
      await once(tcp, 'listening')
      const {port} = tcp.address() as {port: number}
      const udp = createSocket('udp4').bind(port, '127.0.0.1')
      await once(udp, 'listening')
      await using command = probeUdp([`127.0.0.1:${port}`, '--insecure', '--http', '3', '-w', '4'])
      const outcome = await command.outcome
      tcp.close()
      udp.close()
      return outcome
    },
    3,
    'udp-silent-tcp-open',
  ],
  [
    'the wrong key for the responder',
    async () => {
      await using proxy = serve('proxy', '--listen', '127.0.0.1:0', '--allow-target', '127.0.0.1')
      await using responder = serve('responder', '--listen', '127.0.0.1:0')
      const [, address = '', pin = ''] = await proxy.printed(/try {7}masque probe udp (\S+) --pin (\S+)/)
      const [, target = ''] = await responder.printed(/responder on (\S+)/)
      const key = Buffer.alloc(32, 1).toString('base64')
      const flags = [address, '--pin', pin, '--responder', target, '-c', '3', '-i', '0.01', '-w', '1.5']
      await using command = probeUdp(flags, {MASQUE_RESPONDER_KEY: key})
      return await command.outcome
    },
    3,
    undefined,
  ],
]

describe('made for the occasion', () => {
  it.concurrent.for(cases)('%s', async ([name, run, exit, code]) => {
    const outcome = await run()
    table.add('made', name, outcome)
    expectDecent(outcome)
    expect([outcome.code, outcome.document?.roads.at(-1)?.diagnosis?.code]).toEqual([exit, code])
    if (exit === 2) expect(outcome.stderr).toContain('Try: ')
  })
})
