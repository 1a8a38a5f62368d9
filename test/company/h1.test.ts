/**
 * Servers of HTTP/1.1 that are bad in one point each, against the real command, one of every kind: what it says, and whom
 * it blames. With `npm run company` all of them; more meet the transport in test/http/h1/bad-server.test.ts.
 */
import {afterAll, beforeAll, it} from 'vitest'
import type {Guest} from '../support/bad-server/h1.js'
import {startBadH1, type Script} from '../support/bad-server/h1.js'
import {makeCertificate, type TestCertificate} from '../support/certificate.js'
import {probeUdp} from './command.js'
import {expectDecent} from './decency.js'
import {BYTES} from './servers/case.js'
import {isMeasureless, representatives} from './selection.js'
import {Table} from './table.js'

const table = new Table('h1', 'A server of HTTP/1.1 that …')
let identity: TestCertificate
beforeAll(async () => {
  identity = await makeCertificate()
})
afterAll(() => table.write())

const HEAD = 'HTTP/1.1 101 Switching Protocols\r\n'
const OPENS = 'Connection: Upgrade\r\nUpgrade: connect-udp\r\n'

const after =
  (then: (guest: Guest) => Promise<unknown>): Script =>
  async guest =>
    then(await guest.greet())
const says = (what: string | Uint8Array): Script => after(guest => guest.say(what))

const cases: readonly (readonly [name: string, script: Script, expected: readonly unknown[]])[] = [
  ['says nothing', after(() => Promise.resolve()), [3, 'refused', 'unknown', 'no-response']],
  ['closes without an answer', after(guest => guest.finish()), [3, 'refused', 'proxy', 'ended-connection-closed']],
  ['resets without an answer', after(guest => guest.reset()), [3, 'refused', 'unknown', 'connection-cut']],
  [
    'switches to another protocol',
    says(`${HEAD}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`),
    [3, 'refused', 'proxy', 'http11-violation'],
  ],
  [
    'switches with Content-Length',
    says(`${HEAD}${OPENS}Content-Length: 0\r\n\r\n`),
    [3, 'refused', 'proxy', 'malformed-success'],
  ],
  ['answers 200', says('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'), [3, 'refused', 'unknown', 'no-upgrade']],
  [
    'answers 426',
    says('HTTP/1.1 426 Upgrade Required\r\nUpgrade: h2\r\nContent-Length: 0\r\n\r\n'),
    [3, 'refused', 'unknown', 'status-426'],
  ],
  ['sends noise', says(BYTES.garbage), [3, 'refused', 'proxy', 'http11-violation']],
  ['answers in HTTP/2', says('HTTP/2 200\r\n\r\n'), [3, 'refused', 'proxy', 'http11-violation']],
  [
    'sends fields without end',
    after(async guest => (await guest.say(HEAD), guest.forever('x: y\r\n'))),
    [3, 'refused', 'unknown', 'our-limit'],
  ],
  [
    'sends interim answers without end',
    after(guest => guest.forever('HTTP/1.1 100 \r\n\r\n')),
    [3, 'refused', 'unknown', 'our-limit'],
  ],
  [
    'refuses without end',
    after(async guest => (await guest.say('HTTP/1.1 403 No\r\n\r\n'), guest.forever('no '))),
    [3, 'refused', 'you', 'status-403'],
  ],
  [
    'drips its answer',
    after(async guest => (await guest.say('HTTP/1.1 101 '), guest.forever('a', 100))),
    [3, 'refused', 'unknown', 'no-response'],
  ],
  [
    'closes after the switch',
    after(async guest => (await guest.accept(), guest.finish())),
    [3, 'accepted', 'unknown', undefined],
  ],
  [
    'resets after the switch',
    after(async guest => (await guest.accept(), guest.reset())),
    [3, 'accepted', 'unknown', undefined],
  ],
  [
    'ends in the middle of a capsule',
    after(async guest => (await guest.accept(Uint8Array.of(0, 9, 0)), guest.finish())),
    [3, 'accepted', 'proxy', undefined],
  ],
  ['never carries anything', after(guest => guest.accept()), [3, 'accepted', 'proxy', undefined]],
]

const told = representatives(
  cases,
  ([, , expected]) => expected.join(),
  ([name]) => isMeasureless({name}),
)

it.concurrent.for(told)('%s', async ([name, script, expected], context) => {
  await using server = await startBadH1(identity, script)
  const pin = Buffer.from(identity.pin).toString('base64')
  const args = [server.address, '--http', '1.1', '--pin', pin, '-c', '5', '-i', '0.02', '-w', '4', '--no-sizes']
  await using command = probeUdp(args)
  const outcome = await command.outcome
  const road = outcome.document?.roads.at(-1)
  table.add('h1', name, outcome)
  expectDecent(outcome)
  const {viability, blame, diagnosis} = road ?? {}
  context.expect([outcome.code, viability, blame, diagnosis?.code]).toEqual(expected)
})
