/** What the tap tells is what crossed: in order, with place and time. */
import {expect, it} from 'vitest'
import {memoryPair} from '../../src/lib/http/memory.js'
import {tapTransport, type TapEvent} from '../../src/lib/http/tap.js'
import type {Transport} from '../../src/lib/http/transport.js'
import {seeded} from '../../src/lib/spec/random.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'
import {show} from '../support/bytes.js'

const REQUEST = {
  method: 'CONNECT',
  protocol: 'connect-udp',
  scheme: 'https',
  authority: 'proxy.example',
  path: '/.well-known/masque/udp/192.0.2.1/7/',
  headers: [],
}
const bytes = (...octets: number[]): Uint8Array => Uint8Array.from(octets)

function tapped(): {
  clock: VirtualClock
  transport: Transport
  events: TapEvent[]
  pair: ReturnType<typeof memoryPair>
} {
  const clock = new VirtualClock()
  const pair = memoryPair(clock, seeded(1), {delayMs: 10})
  const events: TapEvent[] = []
  const transport = tapTransport(pair.transport, clock, event => {
    const {what} = event
    events.push(what.kind === 'datagram' ? {...event, what: {...what, payload: what.payload.slice()}} : event)
  })
  return {clock, transport, events, pair}
}

const never = new AbortController().signal

it('tells of requests, datagrams, capsules and the end, in order', async () => {
  const {clock, transport, events, pair} = tapped()
  const serving = (async () => {
    for await (const incoming of pair.listener.incoming) {
      const tunnel = incoming.accept({status: 200, headers: [['capsule-protocol', '?1']]})
      await tunnel.send({kind: 'capsule', type: 0x1dn, value: bytes(1, 2, 3)})
      await tunnel.send({kind: 'datagram', payload: bytes(0, 9), carrier: 'capsule'})
    }
  })()
  await clock.run(
    (async () => {
      const opened = await transport.open({...REQUEST, datagrams: 'frames'}, never)
      if (opened.kind !== 'tunnel') throw new Error(opened.kind)
      const {tunnel} = opened
      await tunnel.send({kind: 'datagram', payload: bytes(0, 7)})
      await tunnel.send({kind: 'datagram', payload: bytes(0, 8), carrier: 'capsule'})
      await tunnel.send({kind: 'capsule', type: 0x29n, value: bytes()})
      const reader = tunnel.received[Symbol.asyncIterator]()
      await reader.next()
      await reader.next()
      tunnel.abort('cancelled')
      await tunnel.ended
    })(),
  )
  expect(events.map(({direction, what}) => `${direction} ${what.kind}`)).toEqual([
    'sent request',
    'received response',
    'sent datagram',
    'sent datagram',
    'sent capsule',
    'received capsule',
    'received datagram',
    'sent abort',
    'sent ended',
  ])
  const whats = events.map(({what}) => what)
  expect(whats[2]).toMatchObject({carrier: 'frame', outcome: 'accepted', offset: undefined})
  // A DATAGRAM capsule: type 0, length 2, two octets; the next one begins after it.
  expect(whats[3]).toMatchObject({carrier: 'capsule', offset: 0})
  expect(whats[4]).toMatchObject({offset: 4, length: 0n})
  expect(whats[5]).toMatchObject({type: 0x1dn, length: 3n, offset: 0})
  expect(whats[6]).toMatchObject({carrier: 'capsule', offset: 5})
  expect(whats[7]).toEqual({kind: 'abort', code: 0x10cn})
  expect(whats[6]?.kind === 'datagram' && show(whats[6].payload)).toBe(show(bytes(0, 9)))
  // When it arrived, not when somebody read it.
  const [response, ...arrivals] = events.filter(({direction}) => direction === 'received').map(({atNs}) => atNs)
  expect(arrivals.every(atNs => atNs >= response!)).toBe(true)
  await clock.run(Promise.resolve(pair.listener[Symbol.asyncDispose]()))
  await serving
})

it('a refusal is a response; raw bytes end the knowledge of places', async () => {
  const {clock, transport, events, pair} = tapped()
  let first = true
  void (async () => {
    for await (const incoming of pair.listener.incoming) {
      if (first) void incoming.refuse({status: 403, headers: []})
      else incoming.accept({status: 200, headers: []})
      first = false
    }
  })()
  await clock.run(
    (async () => {
      expect((await transport.open(REQUEST, never)).kind).toBe('refused')
      const opened = await transport.open(REQUEST, never)
      if (opened.kind !== 'tunnel') throw new Error(opened.kind)
      await opened.tunnel.raw(bytes(0xff))
      await opened.tunnel.send({kind: 'datagram', payload: bytes(0), carrier: 'capsule'})
      await transport[Symbol.asyncDispose]()
    })(),
  )
  expect(events.slice(0, 5).map(({tunnel, what}) => `${tunnel} ${what.kind}`)).toEqual([
    '1 request',
    '1 response',
    '2 request',
    '2 response',
    '2 raw',
  ])
  expect(events[5]?.what).toMatchObject({kind: 'datagram', carrier: 'capsule', offset: undefined})
})
