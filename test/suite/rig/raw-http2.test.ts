/** Raw HTTP/2 for probes, in memory: against our own polite server, and against scripts. */
import {afterEach, describe, expect, it} from 'vitest'
import {H2ServerConnection} from '../../../src/lib/http/h2/server.js'
import {SERVER_SETTINGS} from '../../../src/lib/http/h2/settings.js'
import type {IncomingRequest, Unit} from '../../../src/lib/http/transport.js'
import type {ByteStream} from '../../../src/lib/net/stream/byte-stream.js'
import {streamPair} from '../../../src/lib/net/stream/memory-pair.js'
import type {RawHttp2Options} from '../../../src/lib/spec/raw-rig.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {RawHttp2Connection} from '../../../src/lib/suite/rig/raw-http2.js'
import {Timeline} from '../../../src/lib/suite/rig/timeline.js'
import * as capsule from '../../../src/lib/wire/capsule.js'
import * as frame from '../../../src/lib/wire/h2-frame.js'
import * as payload from '../../../src/lib/wire/h2-payload.js'
import * as settings from '../../../src/lib/wire/h2-settings.js'
import {H2Guest} from '../../support/bad-server/h2-guest.js'
import {ascii, show} from '../../support/bytes.js'

const never = new AbortController().signal
const WAIT = 1000
const REQUEST: [string, string][] = [
  [':method', 'CONNECT'],
  [':protocol', 'connect-udp'],
  [':scheme', 'https'],
  [':authority', 'proxy.example'],
  [':path', '/'],
]

const clock = new VirtualClock()
const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const resource of open.splice(0)) await clock.run(Promise.resolve(resource[Symbol.asyncDispose]()))
  await clock.advance(1000)
})

const run = <T>(work: Promise<T>): Promise<T> => clock.run(work)

function connected(options: RawHttp2Options = {}): {raw: RawHttp2Connection; server: ByteStream; timeline: Timeline} {
  const {client, server} = streamPair(clock, seeded(1), {delayMs: 1})
  const timeline = new Timeline(clock)
  const seen = {settings: undefined, transportParameters: undefined, alpn: 'h2', tlsVersion: '1.3'}
  const platform = {clock, random: seeded(1), net: undefined as never, binding: undefined}
  const raw = new RawHttp2Connection(client, seen, {platform, timeline, timeoutMs: 5000}, options)
  open.push(raw)
  return {raw, server, timeline}
}

async function atOurServer(ours: readonly settings.Setting[] = []) {
  const {raw, server, timeline} = connected()
  const requests: IncomingRequest[] = []
  const options = {clock, settings: SERVER_SETTINGS, from: '127.0.0.1:1'}
  open.push(new H2ServerConnection(server, options, request => requests.push(request)))
  await run(raw.greet(ours))
  return {raw, requests, timeline}
}

async function atScript(script: (guest: H2Guest) => Promise<unknown>, options?: RawHttp2Options, openWindows = true) {
  const {raw, server, timeline} = connected(options)
  void script(new H2Guest(server, {openWindows}))
  await run(raw.greet([]))
  return {raw, timeline}
}

describe('with our own server', () => {
  it('opens a tunnel field by field, sends into it and hears from it', async () => {
    const {raw, requests, timeline} = await atOurServer()
    expect(await run(raw.settled(never))).toBe(true)
    expect(settings.value(raw.peerSettings!, settings.ENABLE_CONNECT_PROTOCOL)).toBe(1n)
    expect(raw.seen.settings).toContainEqual({id: '0x8', value: '1'})
    const exchange = (await run(raw.request(REQUEST, never)))!
    await clock.advance(10)
    const tunnel = requests[0]!.accept({status: 200, headers: [['capsule-protocol', '?1']]})
    expect(await run(exchange.answer(WAIT, never))).toEqual({
      kind: 'response',
      status: 200,
      headers: [['capsule-protocol', '?1']],
      interim: [],
    })
    const units: Unit[] = []
    void (async () => {
      for await (const unit of tunnel.received) units.push(unit)
    })()
    expect(await run(exchange.data(capsule.write(capsule.DATAGRAM, ascii('up'))))).toBe(true)
    await run(tunnel.send({kind: 'datagram', payload: ascii('down')}))
    await clock.advance(10)
    expect(units).toMatchObject([{kind: 'datagram', carrier: 'capsule'}])
    expect(show(exchange.content())).toBe(show(capsule.write(capsule.DATAGRAM, ascii('down'))))
    expect(await run(exchange.over(WAIT, never))).toBeNull()
    tunnel.abort('connect-error')
    expect(await run(exchange.over(WAIT, never))).toEqual({how: 'reset', code: '10', codeName: 'CONNECT_ERROR (0xa)'})
    expect(timeline.moments.map(({what}) => what)).toContain('stream 1: response 200')
  })

  it('large octets go in frames and windows as the peer has them; it sees every one', async () => {
    const {raw, requests} = await atOurServer()
    await run(raw.settled(never))
    const exchange = (await run(raw.request(REQUEST, never)))!
    await clock.advance(10)
    const tunnel = requests[0]!.accept({status: 200, headers: []})
    let size = 0
    void (async () => {
      for await (const unit of tunnel.received)
        if (unit.kind === 'capsule') for await (const piece of unit.value.pieces) size += piece.length
    })()
    expect(await run(exchange.data(capsule.write(0x2en, new Uint8Array(1_000_000))))).toBe(true)
    await clock.advance(100)
    expect(size).toBe(1_000_000)
    expect(raw.ending()).toBeNull()
  })

  it.each<[string, (fields: [string, string][]) => [string, string][]]>([
    ['without :path', fields => fields.slice(0, -1)],
    ['with a field in capitals', fields => [...fields, ['Upper', 'x']]],
  ])('a request %s is reset with PROTOCOL_ERROR, and is no end of the connection', async (_, spoil) => {
    const {raw} = await atOurServer()
    const exchange = (await run(raw.request(spoil(REQUEST), never)))!
    const answer = await run(exchange.answer(WAIT, never))
    expect(answer).toEqual({kind: 'over', how: {how: 'reset', code: '1', codeName: 'PROTOCOL_ERROR (0x1)'}})
    expect(raw.ending()).toBeNull()
  })

  it('a breach ends the connection with GOAWAY, and every stream with it', async () => {
    const {raw} = await atOurServer()
    await run(raw.settled(never))
    const exchange = (await run(raw.request(REQUEST, never)))!
    await run(raw.write(frame.write(frame.DATA, ascii('x'), {streamId: 0})))
    const ended = await run(raw.ended(WAIT, never))
    expect(ended).toMatchObject({by: 'peer', how: 'connection-closed', codeName: 'PROTOCOL_ERROR (0x1)'})
    expect(await run(exchange.over(WAIT, never))).toEqual({how: 'connection', ending: ended})
    expect(raw.frames.some(({type}) => type === frame.GOAWAY)).toBe(true)
  })
})

describe('with servers that are none', () => {
  it('an answer in CONTINUATION frames that ends the stream is an answer', async () => {
    const {raw} = await atScript(async guest => {
      const visit = await guest.greet()
      const block = guest.raw.block([{name: ':status', value: '204'}])
      await guest.send(frame.write(frame.HEADERS, block.subarray(0, 1), {flags: frame.END_STREAM, streamId: visit.id}))
      await guest.send(
        frame.write(frame.CONTINUATION, block.subarray(1), {flags: frame.END_HEADERS, streamId: visit.id}),
      )
    })
    const exchange = (await run(raw.request(REQUEST, never, true)))!
    expect(await run(exchange.answer(WAIT, never))).toMatchObject({kind: 'response', status: 204})
    expect(await run(exchange.over(WAIT, never))).toEqual({how: 'fin'})
  })

  it('what cannot be read is told as such', async () => {
    const {raw} = await atScript(async guest => {
      const visit = await guest.greet()
      const flags = frame.END_HEADERS
      await guest.send(
        frame.write(frame.HEADERS, Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f), {flags, streamId: visit.id}),
      )
    })
    const exchange = (await run(raw.request(REQUEST, never)))!
    expect(await run(exchange.answer(WAIT, never))).toMatchObject({kind: 'unreadable'})
  })

  it('a window that never opens ends the wait, and nothing else', async () => {
    const script = async (guest: H2Guest): Promise<void> => {
      const visit = await guest.greet([{id: settings.INITIAL_WINDOW_SIZE, value: 10n}])
      await visit.answer([':status', '200'])
    }
    const {raw} = await atScript(script, {}, false)
    await run(raw.settled(never))
    const exchange = (await run(raw.request(REQUEST, never)))!
    const began = clock.now()
    expect(await run(exchange.data(new Uint8Array(11)))).toBe(false)
    expect(clock.now() - began).toBe(5000)
    // Rude: past the window, as octets.
    expect(await run(exchange.write(frame.write(frame.DATA, new Uint8Array(11), {streamId: 1})))).toBe(true)
    expect(await run(exchange.answer(WAIT, never))).toMatchObject({kind: 'response', status: 200})
  })

  it('the end of TCP is seen, with what came before', async () => {
    const {raw} = await atScript(async guest => {
      const visit = await guest.greet()
      await visit.answer([':status', '403'])
      await guest.send(frame.write(frame.GOAWAY, payload.writeGoaway(1, 0n)))
      guest.stream.end()
    })
    const exchange = (await run(raw.request(REQUEST, never)))!
    const ended = await run(raw.ended(WAIT, never))
    expect(ended).toMatchObject({by: 'peer', how: 'connection-closed', detail: 'the peer closed the connection'})
    expect(await run(exchange.answer(WAIT, never))).toMatchObject({kind: 'response', status: 403})
    expect(await run(exchange.over(WAIT, never))).toMatchObject({how: 'connection'})
    expect(await run(raw.request(REQUEST, never))).toBeUndefined()
  })

  it('SETTINGS and PING are acknowledged, or not, as told', async () => {
    for (const acknowledge of [true, false]) {
      const seen: number[] = []
      await atScript(
        async guest => {
          await guest.settle()
          await guest.send(frame.write(frame.PING, new Uint8Array(8)))
          for await (const {header} of guest.raw.received()) if (header.flags & frame.ACK) seen.push(header.type)
        },
        {acknowledge},
      )
      await clock.advance(100)
      expect(seen.filter(type => type === frame.SETTINGS || type === frame.PING)).toHaveLength(acknowledge ? 2 : 0)
    }
  })

  it('holds no more than it is meant to, whatever comes', async () => {
    const {raw, timeline} = await atScript(async guest => {
      const visit = await guest.greet()
      await visit.answer([':status', '200'])
      await guest.flood(() => frame.write(frame.DATA, new Uint8Array(16_384), {streamId: visit.id}), 200)
      await guest.flood(() => frame.write(0xbe, new Uint8Array(0)), 6000)
      guest.stream.end()
    })
    const exchange = (await run(raw.request(REQUEST, never)))!
    expect(await run(exchange.over(60_000, never))).toMatchObject({how: 'connection'})
    expect(exchange.content().length).toBe(1 << 20)
    expect(raw.frames.length).toBeLessThanOrEqual(4096)
    expect(raw.frames.reduce((size, {bytes}) => size + bytes.length, 0)).toBeLessThanOrEqual(8 << 20)
    expect(timeline.moments.length).toBeLessThan(100)
  })
})
