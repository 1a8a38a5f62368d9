/** Ctrl-C and SIGTERM in every phase: the result so far is told, and the exit code is 130. */
import {afterAll, beforeAll, expect, it} from 'vitest'
import {BadServer, type BadServerOptions, type Script} from '../support/bad-server/server.js'
import {makeCertificate, type TestCertificate} from '../support/certificate.js'
import {probeUdp} from './command.js'
import {expectDecent} from './decency.js'
import {never} from './servers/case.js'
import {Table} from './table.js'

const table = new Table('interrupted', 'Interrupted while …')
let identity: TestCertificate
beforeAll(async () => {
  identity = await makeCertificate({names: Array.from({length: 120}, (_, index) => `name-${index}.example`)})
})
afterAll(() => table.write())

const accept: Script = async guest => (await guest.greet()).accept()

/** By the event that tells of it, on stdout. */
const phases: readonly (readonly [what: string, event: RegExp, script: Script, options?: BadServerOptions])[] = [
  ['waiting for a first answer', /"what":"udp"/, () => never, {outgoing: () => undefined}],
  [
    'the handshake stalls',
    /"what":"quic"/,
    () => never,
    {
      outgoing: (bytes, number, send) => {
        if (number === 0) send(bytes)
      },
    },
  ],
  ['waiting for SETTINGS', /"what":"settings"/, () => never],
  ['waiting for the response', /"what":"response"/, async guest => guest.greet()],
  ['greeting the responder', /"what":"greeting"/, accept],
  ['sending', /"event":"reply"/, async guest => (await guest.greet()).carry(1_000_000)],
  ['waiting for answers', /"what":"waiting"/, accept],
]

it.concurrent.for(phases)('%s', async ([what, event, script, options]) => {
  await using server = await BadServer.start(identity, script, options)
  const pin = Buffer.from(identity.pin).toString('base64')
  const count = what === 'sending' ? '10000' : '3'
  await using command = probeUdp([server.address, '--pin', pin, '-c', count, '-i', '0.02', '-w', '30', '-f', 'jsonl'])
  await command.running.printed(event)
  command.running.kill(what === 'waiting for SETTINGS' ? 'SIGTERM' : 'SIGINT')
  const outcome = await command.outcome
  table.add('interrupted', what, outcome)
  expectDecent(outcome)
  expect([outcome.code, outcome.document?.verdict]).toEqual([130, 'interrupted'])
})
