/** Servers of HTTP/1.1 that are bad in one point each: what our client makes of them, in bounded time and memory. */
import {describe, expect, it} from 'vitest'
import * as capsule from '../../../src/lib/wire/capsule.js'
import {concat} from '../../../src/lib/wire/bytes.js'
import {ascii} from '../../support/bytes.js'
import {H1Transport} from '../../../src/lib/http/h1/client.js'
import {streamPair} from '../../../src/lib/net/stream/memory-pair.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {openUdp} from '../../../src/lib/tunnel/connect-udp.js'
import {Guest, type Script} from '../../support/bad-server/h1.js'
import {meet, target, template} from './meet.js'

const DATAGRAM = capsule.write(capsule.DATAGRAM, Uint8Array.of(0, 1, 2, 3))
const HEAD = 'HTTP/1.1 101 Switching Protocols\r\n'
const OPENS = 'Connection: Upgrade\r\nUpgrade: connect-udp\r\n'

/** Says this once it is asked. */
const answers =
  (what: string | Uint8Array, ...more: readonly (string | Uint8Array)[]): Script =>
  async guest => {
    await guest.greet()
    for (const each of [what, ...more]) await guest.say(each)
  }

/** And then ends the connection. */
const lastly =
  (what: string | Uint8Array, end: 'finish' | 'reset' = 'finish'): Script =>
  async guest => {
    await (await guest.greet()).say(what)
    await guest[end]()
  }

const cases: readonly (readonly [name: string, script: Script, outcome: RegExp])[] = [
  // The switch.
  [
    'switches to another protocol',
    answers(`${HEAD}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`),
    /^us malformed: .*another protocol/,
  ],
  ['switches without Connection', answers(`${HEAD}Upgrade: connect-udp\r\n\r\n`), /^us malformed: .*Connection/],
  [
    'switches without Upgrade',
    answers(`${HEAD}Connection: Upgrade\r\n\r\n`),
    /^us malformed: .*without the field Upgrade/,
  ],
  [
    'switches to two protocols',
    answers(`${HEAD}Connection: Upgrade\r\nUpgrade: connect-udp, connect-ip\r\n\r\n`),
    /^us malformed: .*more than one/,
  ],
  ['says Upgrade twice', answers(`${HEAD}${OPENS}Upgrade: connect-udp\r\n\r\n`), /^us malformed: .*more than one/],
  ['switches in HTTP/1.0', answers(`HTTP/1.0 101 OK\r\n${OPENS}\r\n`), /^us malformed: .*HTTP\/1\.0/],
  [
    'switches with Content-Length',
    answers(`${HEAD}${OPENS}Content-Length: 5\r\n\r\n`),
    /^malformed success: content-length/,
  ],
  [
    'switches with Transfer-Encoding',
    answers(`${HEAD}${OPENS}Transfer-Encoding: chunked\r\n\r\n`),
    /^malformed success: transfer-encoding/,
  ],
  [
    'opens with 200 and sends capsules',
    lastly(concat(ascii('HTTP/1.1 200 OK\r\n\r\n'), DATAGRAM)),
    /^refused: 200, "\\u0000\\u0004\\u0000\\u0001\\u0002\\u0003", status 200 opens no tunnel/,
  ],
  [
    'sends capsules before the response',
    answers(concat(DATAGRAM, ascii(`${HEAD}${OPENS}\r\n`))),
    /^us malformed: .*no HTTP response/,
  ],
  // Heads.
  [
    'sends fields without end',
    async guest => (await guest.greet(), await guest.say(HEAD), guest.forever('x: y\r\n')),
    /^us over-limit: .*fields/,
  ],
  [
    'sends a field without end',
    async guest => (await guest.greet(), await guest.say(`${HEAD}x: `), guest.forever('y'.repeat(1000))),
    /^us over-limit: .*a line of more/,
  ],
  [
    'sends a status line without end',
    async guest => (await guest.greet(), await guest.say('HTTP/1.1 200 '), guest.forever('very '.repeat(200))),
    /^us over-limit: .*a line of more/,
  ],
  [
    'sends empty lines without end',
    async guest => (await guest.greet(), guest.forever('\r\n'.repeat(500))),
    /^us over-limit: .*a head of more/,
  ],
  [
    'sends garbage',
    answers(Uint8Array.from({length: 500}, (_, index) => 255 - index)),
    /^us malformed: .*no HTTP response/,
  ],
  ['sends a zero octet in a field', answers(`${HEAD}${OPENS}x: a\0b\r\n\r\n`), /^us malformed: .*zero octet/],
  ['sends a CR in a field', answers(`${HEAD}${OPENS}x: a\rb\r\n\r\n`), /^us malformed: .*CR/],
  ['sends a field without a colon', answers(`${HEAD}${OPENS}what\r\n\r\n`), /^us malformed: .*no colon/],
  ['sends a field with an impossible name', answers(`${HEAD}${OPENS}a b: c\r\n\r\n`), /^us malformed: .*no name/],
  ['begins with a continued line', answers(`${HEAD} x: y\r\n${OPENS}\r\n`), /^us malformed: .*before the first field/],
  ['has a status of four digits', answers('HTTP/1.1 1010 OK\r\n\r\n'), /^us malformed: .*status/],
  ['answers in HTTP/0.9', lastly('<html>hello</html>'), /^us malformed: .*no HTTP response/],
  ['answers in HTTP/2.0', answers('HTTP/2.0 200 OK\r\n\r\n'), /^us malformed: .*HTTP\/2\.0/],
  [
    'answers with frames of HTTP/2',
    answers(Uint8Array.of(0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100)),
    /^us malformed: .*HTTP\/2/,
  ],
  ['answers with TLS', answers(Uint8Array.of(21, 3, 3, 0, 2, 2, 40)), /^us malformed: .*TLS/],
  ['sends half a head, and is silent', answers(`${HEAD}Connect`), /^timed out$/],
  ['sends half a head, and ends', lastly(`${HEAD}Connect`), /^peer connection-closed: .*in the middle of the head/],
  ['drips', async guest => (await guest.greet()).forever('H', 1000), /^us malformed/],
  [
    'drips what could be right',
    async guest => {
      await guest.greet()
      for (const octet of `${HEAD}${OPENS}\r\n`) if (await guest.say(octet)) await guest.pause(1000)
    },
    /^timed out$/,
  ],
  // Before and instead of an answer.
  ['says nothing', guest => guest.greet(), /^timed out$/],
  [
    'closes without an answer',
    async guest => (await guest.greet()).finish(),
    /^peer connection-closed: .*without a response/,
  ],
  ['resets without an answer', async guest => (await guest.greet()).reset(), /^peer reset/],
  [
    'answers before it is asked',
    guest => guest.say('HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n'),
    /^refused: 408, ""$/,
  ],
  [
    'sends interim responses without end',
    async guest => (await guest.greet(), guest.forever('HTTP/1.1 100 Continue\r\n\r\n')),
    /^us over-limit: .*interim/,
  ],
  // Refusals.
  [
    'refuses with chunks that lie',
    answers('HTTP/1.1 502 X\r\nTransfer-Encoding: chunked\r\n\r\n', '5\r\nhelloworld\r\n0\r\n\r\n'),
    /^refused: 502, "(hello)?"$/,
  ],
  [
    'refuses with a length that lies',
    lastly('HTTP/1.1 502 X\r\nContent-Length: 100\r\n\r\nshort'),
    /^refused: 502, "short"$/,
  ],
  [
    'refuses without end',
    async guest => (await guest.greet(), await guest.say('HTTP/1.1 502 X\r\n\r\n'), guest.forever('z'.repeat(1000))),
    /^refused: 502, 4096$/,
  ],
  [
    'refuses with a chunk without end',
    async guest => (
      await guest.greet(),
      await guest.say('HTTP/1.1 502 X\r\nTransfer-Encoding: chunked\r\n\r\n5;'),
      guest.forever('z'.repeat(1000))
    ),
    /^refused: 502, ""$/,
  ],
  [
    'refuses with two lengths',
    answers('HTTP/1.1 502 X\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello'),
    /^us malformed: .*Content-Length/,
  ],
  [
    'refuses, and sends capsules',
    answers(concat(ascii('HTTP/1.1 403 X\r\nContent-Length: 6\r\n\r\n'), DATAGRAM)),
    /^refused: 403, "\\u0000\\u0004/,
  ],
  // In the tunnel.
  [
    'closes after the switch',
    async guest => (await (await guest.greet()).accept(), guest.finish()),
    /^tunnel, 0 datagrams, peer finished/,
  ],
  [
    'ends in the middle of a capsule',
    async guest => (await (await guest.greet()).accept(concat(DATAGRAM, DATAGRAM.subarray(0, 3))), guest.finish()),
    /^tunnel, 1 datagrams, us malformed: .*middle of a capsule/,
  ],
  [
    'resets in the middle of a capsule',
    async guest => (await (await guest.greet()).accept(DATAGRAM.subarray(0, 3)), await guest.pause(), guest.reset()),
    /^tunnel, 0 datagrams, peer reset/,
  ],
  [
    'answers twice',
    async guest => (await (await guest.greet()).accept(ascii(`${HEAD}${OPENS}\r\n`)), guest.finish()),
    /^tunnel, 0 datagrams, us malformed: .*middle of a capsule/,
  ],
  [
    'sends a capsule without end',
    async guest => (
      await (await guest.greet()).accept(Uint8Array.of(0x17, 0xff, 255, 255, 255, 255, 255, 255, 255)),
      guest.forever('z'.repeat(10_000), 50)
    ),
    /^tunnel, 0 datagrams, us aborted/,
  ],
  [
    'sends a datagram larger than any',
    async guest => (
      await (await guest.greet()).accept(Uint8Array.of(0, 0xff, 255, 255, 255, 255, 255, 255, 255, 0)),
      guest.forever('z'.repeat(10_000))
    ),
    /^tunnel, 0 datagrams, us malformed: .*larger than a UDP payload/,
  ],
  [
    'floods with tiny capsules',
    async guest => (
      await (await guest.greet()).accept(),
      guest.forever(
        Uint8Array.from({length: 2000}, (_, index) => (index % 2 ? 0 : 0x17)),
        50,
      )
    ),
    /^tunnel, 0 datagrams, us aborted/,
  ],
]

describe('a server that', () => {
  it.each(cases)('%s', async (_, script, outcome) => {
    const met = await meet(script)
    expect(met.outcome).toMatch(outcome)
    expect(met.tookMs).toBeLessThan(10_100)
    // Our request, and nothing behind it.
    expect(met.sentBytes).toBeLessThan(250)
    if (!met.outcome.startsWith('tunnel')) expect(met.receivedBytes).toBeLessThan(400_000)
  })

  it('is distinct from the others', () => {
    expect(new Set(cases.map(([name]) => name)).size).toBe(cases.length)
  })
})

describe('what is wrong but clear is told, and goes on', () => {
  it.each([
    ['lines that end with LF alone', `${HEAD}${OPENS}\r\n`.replaceAll('\r', ''), 'a line ends with LF alone'],
    ['a continued line', `${HEAD}${OPENS}x: a\r\n b\r\n\r\n`, 'a field is continued on the next line'],
    [
      'white space before a colon',
      `${HEAD}Connection : Upgrade\r\nUpgrade: connect-udp\r\n\r\n`,
      'there is white space between a field name and its colon',
    ],
    ['an empty line first', `\r\n${HEAD}${OPENS}\r\n`, 'there is an empty line before the message'],
    ['no space after the status', `HTTP/1.1 101\r\n${OPENS}\r\n`, 'there is no space after the status'],
    ['control characters', `${HEAD}${OPENS}x: \u0007\r\n\r\n`, 'a field value has control characters in it'],
  ])('%s', async (_, head, remark) => {
    const met = await meet(lastly(concat(ascii(head), DATAGRAM)))
    expect(met.outcome).toMatch(/^tunnel, 1 datagrams, peer finished/)
    expect(met.remarks).toEqual([remark])
  })

  it('of the content of a refusal, too', async () => {
    const both = 'HTTP/1.1 502 X\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'
    const met = await meet(answers(both))
    expect([met.outcome, met.remarks]).toEqual([
      'refused: 502, "abc"',
      ['there are both Transfer-Encoding and Content-Length'],
    ])
  })
})

it('who never reads holds up no sender, and no goodbye', async () => {
  const clock = new VirtualClock()
  const {client, server} = streamPair(clock, seeded(1), {delayMs: 1})
  const guest = new Guest(server, clock)
  const transport = new H1Transport({clock, first: client, dial: () => Promise.reject(new Error('once is enough'))})
  const opening = openUdp(transport, {template, target}, new AbortController().signal)
  await clock.run(guest.greet())
  void guest.accept()
  const opened = await clock.run(opening)
  if (opened.kind !== 'tunnel') throw new Error(opened.kind)
  const batch = opened.udp.tunnel.batch(Uint8Array.of(0))
  const flush = (): unknown => {
    for (let count = 0; count < 64; count++) batch.add(new Uint8Array(1200), 0, 1200)
    return batch.flush().why
  }
  let why: unknown
  for (let round = 0; round < 100 && why === undefined; round++) why = flush()
  expect(why).toBe('queueFull')
  expect(opened.udp.tunnel.drops.unsent).toBeGreaterThan(0)
  const before = clock.now()
  await clock.run(transport[Symbol.asyncDispose]())
  expect(clock.now() - before).toBeLessThan(1000)
  expect(client.destroyed).toBe(true)
  server.destroy()
})
