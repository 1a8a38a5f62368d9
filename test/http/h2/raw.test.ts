/** The raw mode against our own polite HTTP/2, as a client and as a server: it is how others are tested, so it is tested. */
import {afterEach, describe, expect, it} from 'vitest'
import {H2Transport} from '../../../src/lib/http/h2/client.js'
import {RawHttp2, type RawOptions} from '../../../src/lib/http/h2/raw.js'
import type {RawFrame} from '../../../src/lib/http/h2/raw-reader.js'
import {H2ServerConnection} from '../../../src/lib/http/h2/server.js'
import {CLIENT_SETTINGS, SERVER_SETTINGS} from '../../../src/lib/http/h2/settings.js'
import type {IncomingRequest, TunnelRequest, Unit} from '../../../src/lib/http/transport.js'
import {streamPair} from '../../../src/lib/net/stream/memory-pair.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import * as capsule from '../../../src/lib/wire/capsule.js'
import * as frame from '../../../src/lib/wire/h2-frame.js'
import * as payload from '../../../src/lib/wire/h2-payload.js'
import * as settings from '../../../src/lib/wire/h2-settings.js'
import {ascii, show} from '../../support/bytes.js'
import {H2Guest} from '../../support/bad-server/h2-guest.js'

const never = new AbortController().signal
const REQUEST: TunnelRequest = {
  method: 'CONNECT',
  protocol: 'connect-udp',
  scheme: 'https',
  authority: 'proxy.example',
  path: '/',
  headers: [],
}
const FIELDS = [
  {name: ':method', value: 'CONNECT'},
  {name: ':protocol', value: 'connect-udp'},
  {name: ':scheme', value: 'https'},
  {name: ':authority', value: 'proxy.example'},
  {name: ':path', value: '/'},
]

const open: AsyncDisposable[] = []
const clock = new VirtualClock()
afterEach(async () => {
  for (const resource of open.splice(0)) await clock.run(Promise.resolve(resource[Symbol.asyncDispose]()))
  await clock.advance(1000)
})

/** A rude client at our proxy's door. */
function client(options: Omit<RawOptions, 'role'> = {}): {raw: RawHttp2; requests: IncomingRequest[]} {
  const pair = streamPair(clock, seeded(1), {delayMs: 1})
  const requests: IncomingRequest[] = []
  const server = new H2ServerConnection(pair.server, {clock, settings: SERVER_SETTINGS, from: '127.0.0.1:1'}, request =>
    requests.push(request),
  )
  const raw = new RawHttp2(pair.client, {...options, role: 'client'})
  open.push(raw, server)
  return {raw, requests}
}

const next = (raw: RawHttp2, accepts: (seen: RawFrame) => boolean): Promise<RawFrame | undefined> =>
  clock.run(raw.next(accepts))
const ofType =
  (type: number) =>
  ({header}: RawFrame): boolean =>
    header.type === type

describe('as a client', () => {
  it('opens a tunnel, and sees every frame of it', async () => {
    const {raw, requests} = client()
    await clock.run(raw.greet(CLIENT_SETTINGS))
    await clock.run(raw.send(raw.headers(1, FIELDS)))
    await clock.advance(10)
    expect(requests).toHaveLength(1)
    const tunnel = requests[0]!.accept({status: 200, headers: [['capsule-protocol', '?1']]})
    const answer = await next(raw, ({fields}) => fields !== undefined)
    expect(answer?.header).toMatchObject({type: frame.HEADERS, streamId: 1})
    expect(answer?.fields?.map(({name, value}) => [name, value])).toEqual([
      [':status', '200'],
      ['capsule-protocol', '?1'],
    ])
    const units: Unit[] = []
    void (async () => {
      for await (const unit of tunnel.received) units.push(unit)
    })()
    const before = raw.credit(1)
    await clock.run(raw.send(raw.data(1, capsule.write(capsule.DATAGRAM, ascii('up')))))
    expect(raw.credit(1)).toBe(before - 4)
    await clock.run(tunnel.send({kind: 'datagram', payload: ascii('down')}))
    const data = await next(raw, ofType(frame.DATA))
    expect(show(data!.bytes)).toBe(show(capsule.write(capsule.DATAGRAM, ascii('down'))))
    expect(units).toMatchObject([{kind: 'datagram', carrier: 'capsule'}])
    tunnel.abort('connect-error')
    const reset = await next(raw, ofType(frame.RST_STREAM))
    expect(reset?.payload).toEqual({kind: 'rst-stream', code: 0xan})
  })

  it('sees the settings of the proxy, and acknowledges them only if it is to', async () => {
    for (const acknowledge of [true, false]) {
      const {raw} = client({acknowledge})
      await clock.run(raw.greet(CLIENT_SETTINGS))
      await clock.advance(10)
      expect(raw.peerSettings).toEqual(SERVER_SETTINGS.toSorted((left, right) => Number(left.id - right.id)))
    }
  })

  it.each([
    ['a field name in capitals', (raw: RawHttp2) => raw.headers(1, [...FIELDS, {name: 'X-Loud', value: '1'}]), 1n],
    ['no :path', (raw: RawHttp2) => raw.headers(1, FIELDS.slice(0, 4)), 1n],
  ])('sends %s, and only the stream is lost', async (_, wire, code) => {
    const {raw, requests} = client()
    await clock.run(raw.greet(CLIENT_SETTINGS))
    await clock.run(raw.send(wire(raw)))
    expect((await next(raw, ofType(frame.RST_STREAM)))?.payload).toEqual({kind: 'rst-stream', code})
    await clock.run(raw.send(raw.headers(3, FIELDS)))
    await clock.advance(10)
    expect(requests).toHaveLength(1)
  })

  it.each<[string, (raw: RawHttp2) => Uint8Array, bigint]>([
    ['DATA before HEADERS', raw => raw.data(1, ascii('early')), 1n],
    ['a frame that lies about its length', () => frame.write(frame.PING, ascii('1234567'), {length: 7}), 6n],
    ['a stream with an even number', raw => raw.headers(2, FIELDS), 1n],
    ['padding without an end', () => frame.write(frame.DATA, Uint8Array.of(9), {flags: frame.PADDED, streamId: 1}), 1n],
  ])('sends %s, and the connection is lost', async (_, wire, code) => {
    const {raw, requests} = client()
    await clock.run(raw.greet(CLIENT_SETTINGS))
    await clock.run(raw.send(wire(raw)))
    // nghttp2 says which, and node:http2 says INTERNAL_ERROR where nghttp2 says nothing.
    const goaway = await next(raw, ofType(frame.GOAWAY))
    expect(goaway?.payload).toMatchObject({kind: 'goaway'})
    expect([code, 2n]).toContain(goaway?.payload?.kind === 'goaway' && goaway.payload.code)
    expect(requests).toHaveLength(0)
  })

  it('tells of what is not HTTP/2', async () => {
    const pair = streamPair(clock, seeded(1), {delayMs: 1})
    const raw = new RawHttp2(pair.server, {role: 'server'})
    open.push(raw)
    pair.client.write(ascii('GET / HTTP/1.1\r\n\r\n'))
    await clock.advance(10)
    expect(raw.isForeign).toBe(true)
    pair.client.destroy()
  })
})

describe('as a server', () => {
  function server(options: Omit<RawOptions, 'role'> = {}): {guest: H2Guest; transport: H2Transport} {
    const pair = streamPair(clock, seeded(1), {delayMs: 1})
    const transport = new H2Transport(pair.client, {clock, settings: CLIENT_SETTINGS})
    const guest = new H2Guest(pair.server, options)
    open.push(transport, guest.raw)
    return {guest, transport}
  }

  it('our client shows its settings in their order, twice, unknown, and changed', async () => {
    const {guest, transport} = server()
    const list = [
      {id: 0xabcdn, value: 7n},
      {id: settings.ENABLE_CONNECT_PROTOCOL, value: 0n},
      {id: settings.MAX_FRAME_SIZE, value: 20_000n},
      {id: settings.ENABLE_CONNECT_PROTOCOL, value: 1n},
    ]
    await clock.run(guest.settle(list))
    await clock.advance(10)
    expect(transport.h2.peerSettings).toEqual(list)
    await clock.run(guest.settle([{id: settings.MAX_FRAME_SIZE, value: 30_000n}]))
    await clock.advance(10)
    expect(transport.h2.peerSettings).toEqual([...list, {id: settings.MAX_FRAME_SIZE, value: 30_000n}])
  })

  it('a window that stays shut: what does not fit is refused, and counted as ours', async () => {
    const {guest, transport} = server({openWindows: false})
    const opening = transport.open(REQUEST, never)
    const visit = await clock.run(guest.greet())
    await clock.run(visit.accept())
    const opened = await clock.run(opening)
    if (opened.kind !== 'tunnel') throw new Error(opened.kind)
    const sender = opened.tunnel.batch(Uint8Array.of(0))
    const outcomes = Array.from({length: 2000}, () => {
      sender.add(new Uint8Array(1000), 0, 1000)
      return sender.flush().why
    })
    expect(new Set(outcomes)).toEqual(new Set([undefined, 'queueFull']))
    const taken = outcomes.filter(why => why === undefined).length
    // What waits, and a datagram that was let in while there was room for one.
    expect(taken * 1004).toBeLessThan((1 << 20) + 2 * 1004)
    expect(opened.tunnel.drops.unsent).toBe(2000 - taken)
    // Opened at last, all of it goes.
    const window = payload.writeWindowUpdate(1 << 24)
    await clock.run(
      guest.send(
        frame.write(frame.WINDOW_UPDATE, window),
        frame.write(frame.WINDOW_UPDATE, window, {streamId: visit.id}),
      ),
    )
    let arrived = 0
    await clock.run(
      guest.raw.next(({header}) => {
        arrived += header.type === frame.DATA ? header.length : 0
        return arrived === taken * 1004
      }),
    )
    sender.add(new Uint8Array(1000), 0, 1000)
    await clock.advance(10)
    expect(sender.flush()).toEqual({sent: 1, dropped: 0})
  })

  it('a GOAWAY leaves open tunnels alone, and the next request is told so, with what was said', async () => {
    const {guest, transport} = server()
    const opening = transport.open(REQUEST, never)
    const visit = await clock.run(guest.greet())
    await clock.run(visit.accept())
    const opened = await clock.run(opening)
    if (opened.kind !== 'tunnel') throw new Error(opened.kind)
    await clock.run(guest.send(frame.write(frame.GOAWAY, payload.writeGoaway(visit.id, 0n, ascii('maintenance')))))
    await clock.advance(10)
    expect(await clock.run(transport.open(REQUEST, never))).toMatchObject({
      kind: 'failed',
      ending: {by: 'peer', how: 'going-away', reason: 'maintenance'},
    })
    await clock.run(guest.send(visit.datagram(ascii('still here'))))
    const reading = opened.tunnel.received[Symbol.asyncIterator]().next()
    expect((await clock.run(reading)).value).toMatchObject({kind: 'datagram'})
  })

  it('an observer forgets streams that are over', async () => {
    const {guest, transport} = server()
    await clock.run(guest.settle())
    for (let round = 0; round < 300; round++) {
      const opening = transport.open(REQUEST, never)
      const visit = await clock.run(guest.request())
      await clock.run(visit.answer([':status', '403']))
      await clock.run(guest.send(visit.data(new Uint8Array(0), frame.END_STREAM)))
      const opened = await clock.run(opening)
      if (opened.kind === 'refused') await clock.run(opened.refusal.body)
    }
    await clock.advance(10)
    expect(transport.h2.observer.streamCount).toBeLessThan(3)
  })
})
