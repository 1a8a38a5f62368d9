/** What every QUIC binding does: run over the native engine on loopback and the fake one. */
import {afterEach, expect, it} from 'vitest'
import type {NativeConnectOptions, NativeServerOptions, QuicBinding} from '../../src/lib/native/surface.js'
import type {QuicConnection} from '../../src/lib/quic/connection.js'
import {QuicEndpoint, type EndpointObserver, type PathError} from '../../src/lib/quic/endpoint.js'
import type {QuicStream, StreamRead} from '../../src/lib/quic/stream.js'
import * as parameters from '../../src/lib/wire/quic/transport-parameters.js'
import {concat} from '../../src/lib/wire/bytes.js'
import {ascii, hex, show} from '../support/bytes.js'

export interface QuicSubject {
  readonly binding: QuicBinding
  readonly certificate: {readonly certificatesPem: string; readonly keyPem: string; readonly caPem: string}
  /** A CA that signed nothing here. */
  readonly otherCaPem: string
  /** What the path says about our datagrams comes up. Default: yes. */
  readonly hearsPathErrors?: boolean
  /** Awaits, driving time if it is virtual. */
  run<T>(work: Promise<T>): Promise<T>
  until(condition: () => boolean): Promise<void>
}

interface Side {
  readonly connection: QuicConnection
  readonly streams: QuicStream[]
  readonly datagrams: string[]
  drains: number
}

export function quicContract(subject: () => QuicSubject): void {
  const endpoints: QuicEndpoint[] = []
  afterEach(() => {
    for (const endpoint of endpoints.splice(0)) endpoint.close()
  })

  function endpoint(server?: Partial<NativeServerOptions>, observer?: EndpointObserver): QuicEndpoint {
    const {certificatesPem, keyPem} = subject().certificate
    const options = {certificatesPem, keyPem, alpn: ['test'], ...server}
    const made = new QuicEndpoint(subject().binding, {local: '127.0.0.1:0', ...(server && {server: options})}, observer)
    endpoints.push(made)
    return made
  }

  function options(remote: string, more: Partial<NativeConnectOptions> = {}): NativeConnectOptions {
    const trust = {trust: 'roots', rootsPem: subject().certificate.caPem} as const
    return {remote, serverName: 'localhost', alpn: ['test'], ...trust, ...more}
  }

  function side(connection: QuicConnection): Side {
    const made: Side = {connection, streams: [], datagrams: [], drains: 0}
    connection.use({
      onStream: stream => made.streams.push(stream),
      onDatagram: (bytes, start, end) => made.datagrams.push(show(bytes.subarray(start, end))),
      onDrain: () => made.drains++,
    })
    return made
  }

  async function pair(
    server: Partial<NativeServerOptions> = {},
    client: Partial<NativeConnectOptions> = {},
  ): Promise<{client: Side; server: Side}> {
    const incoming: QuicConnection[] = []
    const listener = endpoint(server, {onConnection: connection => incoming.push(connection)})
    const connection = endpoint().connect(options(listener.localAddress, client))
    await subject().run(connection.established)
    expect(connection.end).toBeUndefined()
    await subject().until(() => incoming.length === 1)
    await subject().run(incoming[0]!.established)
    return {client: side(connection), server: side(incoming[0]!)}
  }

  async function readAll(stream: QuicStream): Promise<{bytes: string; end: StreamRead}> {
    let bytes: Uint8Array = new Uint8Array(0)
    for (;;) {
      const read = await stream.read()
      if (read.kind !== 'data') return {bytes: show(bytes), end: read}
      bytes = concat(bytes, read.bytes)
    }
  }

  it('tells what the handshake brought', async () => {
    const {client, server} = await pair()
    const facts = client.connection.handshake()
    expect(facts).toMatchObject({alpn: 'test', chainVerdict: ''})
    expect(facts?.peerChain).toHaveLength(1)
    const announced = parameters.read(facts!.peerParameters!)
    expect(parameters.integer(announced, parameters.MAX_DATAGRAM_FRAME_SIZE)).toBe(65535n)
    expect(server.connection.handshake()).toMatchObject({alpn: 'test', serverName: 'localhost'})
    expect(show(server.connection.handshake()!.peerParameters!)).toBe(show(facts!.localParameters))
    expect(client.connection.stats()?.rttUs).toBeGreaterThan(0)
  })

  it('carries a stream both ways, with both ends', async () => {
    const {client, server} = await pair()
    const stream = (await subject().run(client.connection.openStream(false)))!
    expect(stream.direction).toBe('both')
    expect(await subject().run(stream.write(ascii('question'), true))).toBe(true)
    await subject().until(() => server.streams.length === 1)
    expect(await subject().run(readAll(server.streams[0]!))).toEqual({
      bytes: show(ascii('question')),
      end: {kind: 'fin'},
    })
    await subject().run(server.streams[0]!.write(ascii('answer'), true))
    expect(await subject().run(readAll(stream))).toEqual({bytes: show(ascii('answer')), end: {kind: 'fin'}})
    expect(await subject().run(stream.write(ascii('more')))).toBe(false)
  })

  it('moves to another port, and goes on from there', async () => {
    const {client, server} = await pair()
    const mover = endpoints.at(-1)!
    const before = mover.localAddress
    for (const round of [1, 2, 3]) {
      expect(mover.rebind('127.0.0.1:0', true)).not.toBe(before)
      client.connection.sendDatagram(Uint8Array.of(round))
      await subject().until(() => server.datagrams.length === round)
      server.connection.sendDatagram(Uint8Array.of(round))
      await subject().until(() => client.datagrams.length === round)
    }
    expect([client.datagrams, server.datagrams]).toEqual([
      ['01', '02', '03'],
      ['01', '02', '03'],
    ])
  })

  it('carries a megabyte in order, whole, while the reader is slow', async () => {
    const {client, server} = await pair({}, {})
    const stream = (await subject().run(client.connection.openStream(true)))!
    const bytes = Uint8Array.from({length: 1_000_000}, (_, index) => index * 7)
    const written = stream.write(bytes, true)
    await subject().until(() => server.streams.length === 1)
    const {bytes: got, end} = await subject().run(readAll(server.streams[0]!))
    expect(end).toEqual({kind: 'fin'})
    expect(got === show(bytes)).toBe(true)
    expect(await subject().run(written)).toBe(true)
  })

  it('does not buffer without bound for a reader that does not read', async () => {
    const {client, server} = await pair()
    const stream = (await subject().run(client.connection.openStream(false)))!
    let done = false
    void stream.write(new Uint8Array(8_000_000)).then(() => (done = true))
    await subject().until(() => server.streams.length === 1)
    const other = (await subject().run(client.connection.openStream(false)))!
    await subject().run(other.write(ascii('past it'), true))
    await subject().until(() => server.streams.length === 2)
    await subject().run(readAll(server.streams[1]!))
    expect(done).toBe(false)
  })

  it('carries resets and stops with their codes', async () => {
    const {client, server} = await pair()
    const stream = (await subject().run(client.connection.openStream(false)))!
    await subject().run(stream.write(ascii('x')))
    await subject().until(() => server.streams.length === 1)
    const [far] = server.streams
    await subject().run(far!.read())
    far!.stop(0x33n)
    expect(await subject().run(stream.stopped)).toBe(0x33n)
    expect(stream.writable).toBe(false)
    expect(await subject().run(stream.write(ascii('y')))).toBe(false)
    far!.reset(0x10en)
    expect(await subject().run(stream.read())).toEqual({kind: 'reset', code: 0x10en})
  })

  it('waits for the stream limit', async () => {
    const {client, server} = await pair({transport: {maxBidiStreams: 2}})
    const first = (await subject().run(client.connection.openStream(false)))!
    await subject().run(client.connection.openStream(false))
    const third = client.connection.openStream(false)
    await subject().run(first.write(ascii('done'), true))
    await subject().until(() => server.streams.length > 0)
    await subject().run(readAll(server.streams[0]!))
    await subject().run(server.streams[0]!.write(ascii('done'), true))
    await subject().run(readAll(first))
    expect((await subject().run(third))?.direction).toBe('both')
  })

  it('carries datagrams, and says what becomes of those it does not', async () => {
    const {client, server} = await pair()
    expect(client.connection.sendDatagram(ascii('hello'))).toBe('accepted')
    await subject().until(() => server.datagrams.length === 1)
    expect(server.datagrams).toEqual([show(ascii('hello'))])
    const limit = client.connection.maxDatagramBytes!
    expect(limit).toBeGreaterThanOrEqual(1100)
    expect(client.connection.sendDatagram(new Uint8Array(limit + 600))).toBe('too-large')
    client.connection.close(0n)
    expect((await subject().run(client.connection.ended)).how).toBe('closed')
    expect(client.connection.sendDatagram(ascii('late'))).toBe('closed')
  })

  it('has no datagrams if one side announced none', async () => {
    const {client} = await pair({transport: {datagrams: false}})
    expect(client.connection.maxDatagramBytes).toBeUndefined()
    expect(client.connection.sendDatagram(ascii('x'))).toBe('not-negotiated')
  })

  it('closes on a datagram nobody asked for', async () => {
    const {client} = await pair({transport: {datagrams: false}}, {peculiarities: {assumedDatagramLimit: 65535}})
    expect(client.connection.sendDatagram(ascii('x'))).toBe('accepted')
    expect(await subject().run(client.connection.ended)).toMatchObject({
      by: 'peer',
      how: 'transport-close',
      code: 0x0an,
    })
  })

  it('keeps the limit that the other side announced, unless told otherwise', async () => {
    const transport = {datagramReceiveBufferBytes: 500}
    const {client, server} = await pair({transport})
    const announced = parameters.read(client.connection.handshake()!.peerParameters!)
    expect(parameters.integer(announced, parameters.MAX_DATAGRAM_FRAME_SIZE)).toBe(500n)
    expect(client.connection.maxDatagramBytes).toBe(491)
    expect(client.connection.sendDatagram(new Uint8Array(492))).toBe('too-large')
    expect(server.connection.end).toBeUndefined()
    const rude = await pair({transport}, {peculiarities: {assumedDatagramLimit: 65535}})
    expect(rude.client.connection.sendDatagram(new Uint8Array(492))).toBe('accepted')
    const violation = {by: 'peer', how: 'transport-close', code: 0x0an}
    expect(await subject().run(rude.client.connection.ended)).toMatchObject(violation)
  })

  it('announces another limit than it keeps, if told to', async () => {
    const client = {peculiarities: {omittedParameters: [0x20], extraParameters: hex('20024064')}}
    const {server, client: far} = await pair({peculiarities: {assumedDatagramLimit: 65535}}, client)
    expect(server.connection.sendDatagram(new Uint8Array(300))).toBe('accepted')
    await subject().until(() => far.datagrams.length === 1)
    const polite = await pair({}, client)
    expect(polite.server.connection.maxDatagramBytes).toBe(91)
  })

  it('injects DATAGRAM frames and PINGs, and shows packets in clear', async () => {
    const packets: string[] = []
    const incoming: QuicConnection[] = []
    const listener = endpoint({}, {onConnection: connection => incoming.push(connection)})
    const observer: EndpointObserver = {
      onFrames: ({direction, level, frames}) => packets.push(`${direction} ${level} ${show(frames)}`),
    }
    const peculiarities = {logFrames: true}
    const connection = endpoint(undefined, observer).connect(options(listener.localAddress, {peculiarities}))
    const client = side(connection)
    await subject().run(connection.established)
    await subject().until(() => incoming.length === 1)
    const server = side(incoming[0]!)
    expect(connection.injectFrames(hex('01 3103aabbcc'))).toBe('accepted')
    await subject().until(() => server.datagrams.length === 1)
    expect(server.datagrams).toEqual(['aabbcc'])
    expect(connection.injectFrames(hex('30 0102'))).toBe('accepted')
    await subject().until(() => server.datagrams.length === 2)
    // It has no length, so that whatever fills up the packet is its own.
    expect(server.datagrams[1]).toMatch(/^0102/)
    server.connection.sendDatagram(ascii('back'))
    await subject().until(() => client.datagrams.length === 1)
    expect(packets.find(packet => /^sent 1-rtt .*013103aabbcc/.test(packet))).toBeDefined()
    expect(
      packets.find(packet => packet.startsWith('received 1-rtt') && packet.includes(show(ascii('back')))),
    ).toBeDefined()
  })

  it('says when the datagram queue is full, and when it has room again', async () => {
    const {client} = await pair({}, {transport: {datagramSendBufferBytes: 600_000}})
    const packed = concat(...Array.from({length: 2000}, () => concat(Uint8Array.of(0xe8, 0x03), new Uint8Array(1000))))
    const accepted = client.connection.sendPacked(packed)
    expect(accepted).toBeGreaterThan(0)
    expect(accepted).toBeLessThan(2000)
    await subject().until(() => client.drains > 0)
    expect(client.connection.sendDatagram(ascii('room'))).toBe('accepted')
  })

  it('puts frames nobody knows on the wire', async () => {
    const {client, server} = await pair()
    expect(client.connection.injectFrames(hex('407f'))).toBe('accepted')
    expect(await subject().run(client.connection.ended)).toMatchObject({by: 'peer', how: 'transport-close', code: 7n})
    expect(await subject().run(server.connection.ended)).toMatchObject({by: 'us', how: 'peer-at-fault', code: 7n})
  })

  it('sends transport parameters as told', async () => {
    const {server} = await pair({}, {peculiarities: {extraParameters: hex('1b02aabb'), omittedParameters: [0x20]}})
    const seen = parameters.read(server.connection.handshake()!.peerParameters!)
    expect(show(seen.find(({id}) => id === 0x1bn)!.value)).toBe('aabb')
    expect(parameters.integer(seen, parameters.MAX_DATAGRAM_FRAME_SIZE)).toBeUndefined()
  })

  it('tells both sides how it ended, with the words', async () => {
    const {client, server} = await pair()
    const stream = (await subject().run(client.connection.openStream(false)))!
    await subject().run(stream.write(ascii('x')))
    await subject().until(() => server.streams.length === 1)
    server.connection.close(0x102n, 'out of order')
    expect(await subject().run(client.connection.ended)).toMatchObject({
      by: 'peer',
      how: 'application-close',
      code: 0x102n,
      reason: 'out of order',
    })
    expect(await subject().run(server.connection.ended)).toMatchObject({by: 'us', how: 'closed', code: 0x102n})
    expect(await subject().run(stream.read())).toEqual({kind: 'lost'})
    expect(await subject().run(client.connection.openStream(false))).toBeUndefined()
    expect(client.connection.handshake()?.alpn).toBe('test')
    expect(client.connection.stats()?.rttUs).toBeGreaterThan(0)
  })

  it('ends when the peer falls silent', async () => {
    const {client} = await pair({}, {transport: {idleTimeoutMs: 400}})
    expect(await subject().run(client.connection.ended)).toMatchObject({by: 'network', how: 'timed-out'})
  })

  it('tells a wrong protocol and a certificate nobody vouches for', async () => {
    const listener = endpoint({})
    const alpn = endpoint().connect(options(listener.localAddress, {alpn: ['other']}))
    expect(await subject().run(alpn.ended)).toMatchObject({by: 'peer', how: 'transport-close', code: 0x178n})
    const otherRoots = subject().otherCaPem
    const trust = endpoint().connect(options(listener.localAddress, {rootsPem: otherRoots}))
    expect(await subject().run(trust.ended)).toMatchObject({by: 'us', how: 'peer-at-fault'})
    expect(trust.handshake()?.chainVerdict).toBe('UnknownIssuer')
    expect(trust.handshake()?.peerChain).toHaveLength(1)
    const anything = endpoint().connect(options(listener.localAddress, {trust: 'anything', rootsPem: otherRoots}))
    await subject().run(anything.established)
    expect(anything.end).toBeUndefined()
    expect(anything.handshake()?.chainVerdict).toBe('UnknownIssuer')
  })

  it('says when the peer first answers, whatever the answer', async () => {
    const order: string[] = []
    const listener = endpoint({})
    const good = endpoint().connect(options(listener.localAddress))
    void good.answered.then(() => order.push('answered'))
    void good.established.then(() => order.push('established'))
    await subject().run(good.established)
    await subject().until(() => order.length === 2)
    expect(order).toEqual(['answered', 'established'])
    const refused = endpoint().connect(options(listener.localAddress, {alpn: ['other']}))
    await subject().run(refused.answered)
    expect(await subject().run(refused.ended)).toMatchObject({by: 'peer', code: 0x178n})
  })

  it('hears from the path that nobody is there', async () => {
    const errors: PathError[] = []
    const dialler = endpoint(undefined, {onPathError: error => errors.push(error)})
    const connection = dialler.connect(options('127.0.0.1:9', {transport: {idleTimeoutMs: 300}}))
    if (subject().hearsPathErrors === false) {
      // Silence is all that is known then.
      expect(await subject().run(connection.ended)).toMatchObject({by: 'network', how: 'timed-out'})
      expect(errors).toEqual([])
      return
    }
    await subject().until(() => errors.length > 0)
    expect(errors[0]).toMatchObject({origin: 2, type: 3, code: 3, destination: '127.0.0.1:9'})
  })

  it('keeps nothing of finished streams', async () => {
    const {client, server} = await pair()
    for (let round = 0; round < 300; round++) {
      const stream = (await subject().run(client.connection.openStream(false)))!
      void stream.write(ascii('q'), true)
      await subject().until(() => server.streams.length > round)
      void server.streams[round]!.write(ascii('a'), true)
      await subject().run(Promise.all([readAll(stream), readAll(server.streams[round]!)]))
    }
    await subject().until(() => client.connection.openStreams === 0 && server.connection.openStreams === 0)
  })

  it('settles everything when the endpoint is closed', async () => {
    const {client, server} = await pair()
    const stream = (await subject().run(client.connection.openStream(false)))!
    const pending = stream.read()
    for (const made of endpoints.splice(1)) made.close()
    expect(await subject().run(pending)).toEqual({kind: 'lost'})
    expect(await subject().run(client.connection.ended)).toMatchObject({by: 'us', how: 'closed'})
    expect(await subject().run(server.connection.ended)).toMatchObject({by: 'peer', how: 'application-close', code: 0n})
  })
}
