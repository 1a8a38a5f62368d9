/** What a dialect makes of requests and of what crosses a tunnel, at both ends. */
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {AsyncQueue} from '../../../src/lib/http/async-queue.js'
import {H2Transport} from '../../../src/lib/http/h2/client.js'
import {H2ServerConnection} from '../../../src/lib/http/h2/server.js'
import {CLIENT_SETTINGS, SERVER_SETTINGS} from '../../../src/lib/http/h2/settings.js'
import {memoryPair} from '../../../src/lib/http/memory.js'
import type {
  DatagramSink,
  IncomingRequest,
  OutgoingUnit,
  Transport,
  Tunnel,
  TunnelRequest,
  Unit,
} from '../../../src/lib/http/transport.js'
import {streamPair} from '../../../src/lib/net/stream/memory-pair.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import type {DialectName, Understanding} from '../../../src/lib/tunnel/dialect/dialect.js'
import {dialectOfIpDatagram, dialectOfSettings} from '../../../src/lib/tunnel/dialect/detect.js'
import {dialectNames, dialects} from '../../../src/lib/tunnel/dialect/dialects.js'
import {RetoldTunnel} from '../../../src/lib/tunnel/dialect/retold.js'
import {openIn, requestLine, understood} from '../../../src/lib/tunnel/dialect/speak.js'
import {parseTarget} from '../../../src/lib/tunnel/target.js'
import {defaultTemplate, parseTemplate} from '../../../src/lib/tunnel/template.js'
import {show} from '../../support/bytes.js'

const never = new AbortController().signal
const template = parseTemplate(defaultTemplate('proxy.example'))
const IP_PATH = '/.well-known/masque/ip/%2A/%2A/'
const served: Omit<Understanding, 'http'> = {
  authority: 'proxy.example',
  udpPath: variables => template.expand(variables),
  ipPath: IP_PATH,
}
const target = parseTarget('[2001:db8::7]:53')

function request(tunnel: 'udp' | 'ip'): TunnelRequest {
  const path = tunnel === 'ip' ? IP_PATH : template.expand({target_host: target.host, target_port: '53'})
  const headers = [['capsule-protocol', '?1']] as const
  return {method: 'CONNECT', protocol: `connect-${tunnel}`, scheme: 'https', authority: 'proxy.example', path, headers}
}

interface Ends {
  readonly sent: TunnelRequest
  readonly read: TunnelRequest
  readonly client: Tunnel
  readonly server: Tunnel
  /** What the wire has, without anybody to retell it. */
  readonly clock: VirtualClock
}

type Wire = (clock: VirtualClock) => {readonly transport: Transport; readonly incoming: AsyncIterable<IncomingRequest>}

const memory: Wire = clock => {
  const {transport, listener} = memoryPair(clock, seeded(1), {delayMs: 1})
  return {transport, incoming: listener.incoming}
}

const http2: Wire = clock => {
  const {client, server} = streamPair(clock, seeded(5), {delayMs: 1})
  const incoming = new AsyncQueue<IncomingRequest>()
  new H2ServerConnection(server, {clock, settings: SERVER_SETTINGS, from: '127.0.0.1:50000'}, asked => {
    incoming.push(asked)
  })
  return {transport: new H2Transport(client, {clock, settings: CLIENT_SETTINGS}), incoming}
}

const wires = {memory, 'HTTP/2': http2}

/** A tunnel asked for in a dialect, of a server that understands it, or of one that knows the RFCs only. */
async function ends(
  name: DialectName,
  tunnel: 'udp' | 'ip',
  knows = true,
  over: keyof typeof wires = 'memory',
): Promise<Ends> {
  const clock = new VirtualClock()
  const {transport, incoming: requests} = wires[over](clock)
  const opening = openIn(dialects[name], transport, request(tunnel), tunnel === 'udp' ? target : undefined, never)
  const first: Promise<IteratorResult<IncomingRequest>> = requests[Symbol.asyncIterator]().next()
  const {value: incoming} = (await clock.run(first)) as {value: IncomingRequest}
  const heard = knows ? understood(dialects[name], incoming, served) : incoming
  const server = heard.accept({status: 200, headers: []})
  const opened = await clock.run(opening)
  if (opened.kind !== 'tunnel') throw new Error(opened.kind)
  return {sent: incoming.request, read: heard.request, client: opened.tunnel, server, clock}
}

const kinds = dialectNames.flatMap(name => {
  const {tunnels, http} = dialects[name]
  const over = http.includes('2') ? (['memory', 'HTTP/2'] as const) : (['memory'] as const)
  return tunnels.flatMap(tunnel => over.map(wire => [name, tunnel, wire] as const))
})

describe.each(kinds)('%s, %s, over %s', (name, kind, wire) => {
  it('is understood as what the RFCs would have said', async () => {
    const {read} = await ends(name, kind, true, wire)
    const {method, protocol, authority, path, scheme} = request(kind)
    expect(read).toMatchObject({method, protocol, authority, path, scheme})
  })

  it('brings datagrams and capsules across unchanged, both ways', async () => {
    const {client, server, clock} = await ends(name, kind, true, wire)
    const units: OutgoingUnit[] = [
      {kind: 'datagram', payload: Uint8Array.of(0, 1, 2, 3)},
      {kind: 'capsule', type: 1n, value: Uint8Array.of(7, 8)},
      {kind: 'capsule', type: 0x1234n, value: Uint8Array.of(9)},
      {kind: 'datagram', payload: Uint8Array.of(0)},
    ]
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      const arriving = take(to, units.length)
      for (const unit of units) expect(await clock.run(from.send(unit))).toBe('accepted')
      expect(await clock.run(arriving)).toEqual(
        ['datagram 00010203', 'capsule 1 0708', 'capsule 4660 09', 'datagram 00'].sort(),
      )
    }
  })

  it('the same through batch and sink', async () => {
    const {client, server, clock} = await ends(name, kind, true, wire)
    const seen: string[] = []
    const sink: DatagramSink = {onDatagram: (bytes, start, end) => seen.push(show(bytes.subarray(start, end)))}
    server.sink = sink
    expect(server.sink).toBe(sink)
    const batch = client.batch(Uint8Array.of(0))
    batch.add(Uint8Array.of(9, 8, 7), 1, 3)
    expect(batch.flush()).toMatchObject({sent: 1, dropped: 0})
    await clock.advance(50)
    expect(seen).toEqual([show(Uint8Array.of(0, 8, 7))])
  })
})

/** So many, in no order: frames and capsules overtake each other. */
async function take(tunnel: Tunnel, count: number): Promise<string[]> {
  const taken: string[] = []
  for await (const unit of tunnel.received) {
    taken.push(await words(unit))
    if (taken.length === count) break
  }
  return taken.sort()
}

async function words(unit: Unit): Promise<string> {
  switch (unit.kind) {
    case 'datagram':
      return `datagram ${Buffer.from(unit.payload).toString('hex')}`
    case 'capsule': {
      const pieces: Uint8Array[] = []
      for await (const piece of unit.value.pieces) pieces.push(piece)
      return `capsule ${unit.type} ${Buffer.concat(pieces).toString('hex')}`
    }
    case 'oversized':
      return `oversized ${unit.length}`
  }
}

describe('on the wire', () => {
  it('no-context-id sends the payload and nothing before it, which others misread', async () => {
    const {client, server, clock} = await ends('no-context-id', 'udp', false)
    const arriving = take(server, 1)
    await client.send({kind: 'datagram', payload: Uint8Array.of(0, 0x45, 1)})
    expect(await clock.run(arriving)).toEqual(['datagram 4501'])
  })

  it('no-context-id has one octet more to offer, and no words for other contexts', async () => {
    const {client} = await ends('no-context-id', 'udp')
    expect(client.maxPayloadBytes).toBe(1151)
    expect(await client.send({kind: 'datagram', payload: new Uint8Array(1152)})).toEqual({tooLarge: 1151})
    expect(await client.send({kind: 'datagram', payload: Uint8Array.of(2, 1)})).toBe('notNegotiated')
    const batch = client.batch(Uint8Array.of(2))
    batch.add(Uint8Array.of(1), 0, 1)
    expect(batch.flush()).toEqual({sent: 0, dropped: 1, why: 'notNegotiated'})
  })

  it('connect-udp-03 is a method, and its authority the target', async () => {
    const {sent} = await ends('connect-udp-03', 'udp')
    expect(sent).toEqual({
      method: 'CONNECT-UDP',
      protocol: undefined,
      scheme: 'masque',
      authority: '[2001:db8::7]:53',
      path: '/',
      headers: [],
      datagrams: 'capsules',
    })
  })

  it('cf-connect-ip has a token of its own over HTTP/3, and a header over HTTP/2', () => {
    const ask = dialects['cf-connect-ip'].ask!
    expect(ask(request('ip'), {http: '3', target: undefined}).protocol).toBe('cf-connect-ip')
    const classic = ask(request('ip'), {http: '2', target: undefined})
    expect(classic).toMatchObject({method: 'CONNECT', protocol: undefined, scheme: '', path: ''})
    expect(classic.headers).toContainEqual(['cf-connect-proto', 'cf-connect-ip'])
    expect(dialects['cf-connect-ip'].understand!(classic, {http: '2', ...served})).toMatchObject({
      protocol: 'connect-ip',
      path: IP_PATH,
    })
    expect(dialects['cf-connect-ip'].understand!(request('ip'), {http: '3', ...served})).toBeUndefined()
  })

  it('connect-ip-03 gives the capsules of addresses and routes their old numbers', async () => {
    const {client, server, clock} = await ends('connect-ip-03', 'ip', false)
    const arriving = take(server, 1)
    void client.send({kind: 'capsule', type: 3n, value: new Uint8Array(0)})
    expect(await clock.run(arriving)).toEqual([`capsule 516581890 `])
  })

  it('is what people are told of a request', () => {
    const lines = (name: DialectName | undefined, kind: 'udp' | 'ip'): string[] =>
      (['3', '2', '1.1'] as const).map(http => requestLine(name && dialects[name], http, request(kind), target))
    expect(lines(undefined, 'ip')).toEqual([`CONNECT ${IP_PATH}`, `CONNECT ${IP_PATH}`, `GET ${IP_PATH}`])
    expect(lines('cf-connect-ip', 'ip').slice(0, 2)).toEqual([`CONNECT ${IP_PATH}`, 'CONNECT proxy.example'])
    expect(lines('connect-udp-03', 'udp')[0]).toBe('CONNECT-UDP [2001:db8::7]:53')
  })

  it('a method that is none of the dialect stays what it is', () => {
    const odd = {...request('udp'), method: 'CONNECT-UDP', protocol: undefined, authority: 'no port'}
    expect(dialects['connect-udp-03'].understand!(odd, {http: '3', ...served})).toBeUndefined()
  })
})

it('what is oversized without a Context ID is one octet longer with it', async () => {
  const oversized: Unit = {kind: 'oversized', carrier: 'capsule', offset: 0, length: 70_000n, head: Uint8Array.of(0x45)}
  const inner = {
    received: (async function* () {
      yield await Promise.resolve(oversized)
    })(),
  } as unknown as Tunnel
  const tunnel = new RetoldTunnel(inner, {contextIds: false, capsules: new Map()})
  for await (const unit of tunnel.received) expect(unit).toMatchObject({length: 70_001n, head: Uint8Array.of(0, 0x45)})
  expect.assertions(1)
})

describe('what a peer seems to speak', () => {
  it('a draft for datagrams, and the RFC not at all', () => {
    expect(dialectOfSettings([{id: 0xffd277n, value: 1n}])).toBe('draft-settings')
    expect(dialectOfSettings([{id: 0xffd277n, value: 0n}])).toBeUndefined()
    expect(
      dialectOfSettings([
        {id: 0x276n, value: 1n},
        {id: 0x33n, value: 1n},
      ]),
    ).toBeUndefined()
    expect(dialectOfSettings([])).toBeUndefined()
  })

  it('a datagram that is an IP packet as a whole has no Context ID', () => {
    const v4 = Buffer.from('450000150000000040010000c0000201c000020200', 'hex')
    const v6 = Buffer.concat([Buffer.from('60000000000200403a', 'hex'), Buffer.alloc(33)])
    v6.writeUInt16BE(2, 4)
    expect([v4, v6].map(packet => dialectOfIpDatagram(packet))).toEqual(['no-context-id', 'no-context-id'])
    const withContext = [v4, v6].map(packet => dialectOfIpDatagram(Buffer.concat([Buffer.of(0), packet])))
    expect(withContext).toEqual([undefined, undefined])
    expect(dialectOfIpDatagram(v4.subarray(0, 20))).toBeUndefined()
  })

  it('and nothing a tunnel carries in context 0 is mistaken for one', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 200}), bytes => {
        expect(dialectOfIpDatagram(Uint8Array.of(0, ...bytes))).toBeUndefined()
      }),
    )
  })
})
