/**
 * What every transport does, whatever the version of HTTP: one suite, and h3 on the real engine, h3 on the fake
 * engine and memory are its subjects, over good wires and bad ones. Where the versions differ, the subject says how.
 */
import {afterEach, describe, expect, it} from 'vitest'
import type {AbortCodes} from '../src/lib/http/abort-codes.js'
import type {Ending} from '../src/lib/http/ending.js'
import type {
  AbortReason,
  Carrier,
  Head,
  HeaderList,
  IncomingRequest,
  Listener,
  Opened,
  SendOutcome,
  Transport,
  Tunnel,
  TunnelRequest,
  Unit,
} from '../src/lib/http/transport.js'
import {concat} from '../src/lib/wire/bytes.js'
import * as capsule from '../src/lib/wire/capsule.js'
import * as varint from '../src/lib/wire/varint.js'
import {ascii, show} from './support/bytes.js'

export interface TransportSubject {
  connect(): Promise<{transport: Transport; listener: Listener}>
  /** Awaits, driving time if it is virtual. */
  run<T>(work: Promise<T>): Promise<T>
  readonly until: (condition: () => boolean) => Promise<void>
  /** Bytes of the data stream as they look on the raw stream: in a DATA frame, where there are frames. */
  frameData?(bytes: Uint8Array): Uint8Array
  /** Large things are this much smaller: for wires on which every octet is an event. */
  readonly scale?: number
  /** The wire loses, doubles or reorders frames. */
  readonly lossy?: boolean
  readonly version: VersionFacts
}

/** What differs from version to version. */
export interface VersionFacts {
  /** What datagrams come to when nothing else is asked for: where there are no frames, capsules. */
  readonly carrier: Carrier
  /** The status that opens a tunnel. */
  readonly success: number
  /** Fields that this version needs on the response that opens a tunnel. */
  readonly successFields?: HeaderList
  /** How an abort is told to the peer; undefined where it can only be seen that the connection is gone. */
  readonly told: {readonly codes: AbortCodes; readonly nameOf: (code: bigint) => string} | undefined
}

/** What a version puts on responses by itself, to say how long they are. */
const FRAMING: readonly string[] = ['content-length', 'connection']

const REQUEST: TunnelRequest = {
  method: 'CONNECT',
  protocol: 'connect-udp',
  scheme: 'https',
  authority: 'proxy.example',
  path: '/.well-known/masque/udp/192.0.2.1/7/',
  headers: [
    ['capsule-protocol', '?1'],
    ['x-twice', 'a'],
    ['x-twice', 'b'],
    ['x-octets', 'gr\u00fc\u00df'],
  ],
}

export function transportContract(subject: () => TransportSubject): void {
  const open: AsyncDisposable[] = []
  afterEach(async () => {
    for (const resource of open.splice(0)) await subject().run(Promise.resolve(resource[Symbol.asyncDispose]()))
  })

  interface Connected {
    readonly transport: Transport
    readonly listener: Listener
    readonly next: () => Promise<IncomingRequest>
  }

  async function connect(): Promise<Connected> {
    const {transport, listener} = await subject().connect()
    open.push(transport, listener)
    const incoming = listener.incoming[Symbol.asyncIterator]()
    return {
      transport,
      listener,
      next: async () => {
        const arrived = await incoming.next()
        if (arrived.done) throw new Error('the listener ended')
        return arrived.value
      },
    }
  }

  const never = new AbortController().signal
  const successFields = (): HeaderList => subject().version.successFields ?? []
  const ok = (): Head => ({
    status: subject().version.success,
    headers: [...successFields(), ['capsule-protocol', '?1']],
  })
  const byDefault = (): Carrier => subject().version.carrier
  const codeOf = (reason: AbortReason): {code?: bigint} => {
    const code = subject().version.told?.codes[reason]
    return code === undefined ? {} : {code}
  }
  /** What is seen of an abort by the peer. */
  const abortedFor = (reason: AbortReason): Partial<Ending> => {
    const {told} = subject().version
    if (!told) return {by: 'peer'}
    const code = told.codes[reason]
    return {by: 'peer', scope: 'tunnel', code, codeName: told.nameOf(code)}
  }
  const large = (size: number): number => Math.ceil(size * (subject().scale ?? 1))

  async function tunnel(request: Partial<TunnelRequest> = {}): Promise<{client: Tunnel; server: Tunnel} & Connected> {
    const connected = await connect()
    const opening = connected.transport.open({...REQUEST, ...request}, never)
    const incoming = await subject().run(connected.next())
    const server = incoming.accept(ok())
    const opened = await subject().run(opening)
    return {client: tunnelOf(opened), server, ...connected}
  }

  function collect(from: Tunnel): {units: Unit[]; done: boolean} {
    const collected: {units: Unit[]; done: boolean} = {units: [], done: false}
    void (async () => {
      for await (const unit of from.received) collected.units.push(unit)
      collected.done = true
    })()
    return collected
  }

  const datagrams = (units: readonly Unit[], carrier?: string): string[] =>
    units.flatMap(unit =>
      unit.kind === 'datagram' && (!carrier || unit.carrier === carrier) ? [show(unit.payload)] : [],
    )

  /** Sends until it arrived: on a wire that loses, once is not enough. */
  async function persist(from: Tunnel, to: {units: Unit[]}, text: string): Promise<void> {
    const wanted = show(ascii(text))
    for (let attempt = 0; attempt < 50 && !datagrams(to.units).includes(wanted); attempt++) {
      expect(await subject().run(from.send({kind: 'datagram', payload: ascii(text)}))).toBe('accepted')
      for (let wait = 0; wait < 20 && !datagrams(to.units).includes(wanted); wait++) await pause()
    }
    expect(datagrams(to.units)).toContain(wanted)
  }

  /** A datagram's time on the wire, on whatever clock. */
  async function pause(): Promise<void> {
    let turns = 0
    await subject().until(() => turns++ > 2)
  }

  describe('requests', () => {
    it('arrive as they were sent: every field, in order, every octet', async () => {
      const {transport, next} = await connect()
      const opening = transport.open(REQUEST, never)
      const incoming = await subject().run(next())
      expect(incoming.request).toMatchObject({...REQUEST, headers: REQUEST.headers})
      incoming.accept({
        status: subject().version.success === 200 ? 299 : subject().version.success,
        headers: [...successFields(), ['x-answer', 'yes'], ['x-answer', 'again']],
      })
      const opened = tunnelOf(await subject().run(opening))
      expect(opened.status).toBe(subject().version.success === 200 ? 299 : subject().version.success)
      expect(opened.headers).toEqual([...successFields(), ['x-answer', 'yes'], ['x-answer', 'again']])
    })

    it('can be refused, with the reasons', async () => {
      const {transport, next} = await connect()
      const opening = transport.open(REQUEST, never)
      const incoming = await subject().run(next())
      await subject().run(incoming.refuse({status: 502, headers: [['proxy-status', 'p; error=dns_error']]}))
      const opened = await subject().run(opening)
      expect(opened).toMatchObject({kind: 'refused', refusal: {status: 502}})
      if (opened.kind !== 'refused') throw new Error(opened.kind)
      expect(opened.refusal.headers.filter(([name]) => !FRAMING.includes(name.toLowerCase()))).toEqual([
        ['proxy-status', 'p; error=dns_error'],
      ])
      expect(await subject().run(opened.refusal.body)).toHaveLength(0)
    })

    it('can be refused, with the reasons in words', async () => {
      const {transport, next} = await connect()
      const opening = transport.open(REQUEST, never)
      const incoming = await subject().run(next())
      await subject().run(incoming.refuse({status: 503, headers: []}, Uint8Array.of(0x6e, 0x6f)))
      const opened = await subject().run(opening)
      if (opened.kind !== 'refused') throw new Error(opened.kind)
      expect(await subject().run(opened.refusal.body)).toEqual(Uint8Array.of(0x6e, 0x6f))
    })

    it('can be aborted by the server without an answer', async () => {
      const {transport, next} = await connect()
      const opening = transport.open(REQUEST, never)
      ;(await subject().run(next())).abort('internal-error')
      const opened = await subject().run(opening)
      const how = subject().version.told ? {how: 'reset'} : {}
      expect(opened).toMatchObject({kind: 'failed', ending: {...abortedFor('internal-error'), ...how}})
    })

    it('say which version of HTTP they came by', async () => {
      const {transport, next} = await connect()
      const opening = transport.open(REQUEST, never)
      const incoming = await subject().run(next())
      expect(incoming.http).toBe(transport.http)
      incoming.accept(ok())
      await subject().run(opening)
    })

    it('can be given up by the client, and others go on', async () => {
      const {transport, next} = await connect()
      const controller = new AbortController()
      const opening = transport.open(REQUEST, controller.signal)
      await subject().run(next())
      const reason = new Error('changed my mind')
      controller.abort(reason)
      await expect(subject().run(opening)).rejects.toBe(reason)
      const second = transport.open(REQUEST, never)
      ;(await subject().run(next())).accept(ok())
      expect((await subject().run(second)).kind).toBe('tunnel')
    })

    it('run side by side on one connection', async () => {
      const {transport, next} = await connect()
      const paths = ['/a', '/b', '/c', '/d', '/e']
      const openings = paths.map(path => transport.open({...REQUEST, path}, never))
      const servers = new Map<string, Tunnel>()
      for (const _ of paths) {
        const incoming = await subject().run(next())
        servers.set(incoming.request.path, incoming.accept(ok()))
      }
      const clients = (await subject().run(Promise.all(openings))).map(tunnelOf)
      for (const [index, path] of paths.entries()) {
        const got = collect(servers.get(path)!)
        await persist(clients[index]!, got, `for ${path}`)
        expect(datagrams(got.units).every(text => text === show(ascii(`for ${path}`)))).toBe(true)
      }
    })
  })

  describe('datagrams', () => {
    it('cross both ways, in frames where there are any, with a receive time', async () => {
      const {client, server} = await tunnel()
      expect([client.carrier, server.carrier]).toEqual([byDefault(), byDefault()])
      const [atServer, atClient] = [collect(server), collect(client)]
      await persist(client, atServer, 'up')
      await persist(server, atClient, 'down')
      for (const unit of [...atServer.units, ...atClient.units]) {
        expect(unit).toMatchObject({kind: 'datagram', carrier: byDefault()})
        if (unit.kind === 'datagram') expect(unit.receivedAtNs).toBeGreaterThan(0n)
      }
    })

    it('cross in capsules both ways, in order, whole', async () => {
      const {client, server} = await tunnel({datagrams: 'capsules'})
      expect(client.carrier).toBe('capsule')
      const atServer = collect(server)
      const payloads = [
        ascii(''),
        ascii('one'),
        new Uint8Array(large(5000)).fill(2),
        new Uint8Array(large(65_000)).fill(3),
      ]
      for (const payload of payloads) {
        expect(await subject().run(client.send({kind: 'datagram', payload}))).toBe('accepted')
      }
      await subject().until(() => atServer.units.length === payloads.length)
      expect(datagrams(atServer.units, 'capsule')).toEqual(payloads.map(show))
    })

    it('mix frames and capsules on one tunnel', async () => {
      const {client, server} = await tunnel()
      if (byDefault() === 'capsule') {
        expect(await subject().run(client.send({kind: 'datagram', payload: ascii('no'), carrier: 'frame'}))).toBe(
          'notNegotiated',
        )
        return
      }
      const got = collect(server)
      await persist(client, got, 'frame')
      await subject().run(client.send({kind: 'datagram', payload: ascii('capsule'), carrier: 'capsule'}))
      await subject().until(() => datagrams(got.units, 'capsule').length === 1)
      expect(datagrams(got.units, 'frame')).toContain(show(ascii('frame')))
    })

    it('that are too large for a frame are refused with the limit; just below it they pass', async () => {
      const {client, server} = await tunnel()
      if (byDefault() === 'capsule') {
        expect(client.maxPayloadBytes).toBeUndefined()
        return
      }
      const limit = client.maxPayloadBytes!
      expect(limit).toBeGreaterThan(1000)
      const outcome = await subject().run(client.send({kind: 'datagram', payload: new Uint8Array(limit + 1000)}))
      expect(outcome).toMatchObject({tooLarge: expect.any(Number) as number})
      const got = collect(server)
      for (let attempt = 0; attempt < 50 && got.units.length === 0; attempt++) {
        expect(await subject().run(client.send({kind: 'datagram', payload: new Uint8Array(limit)}))).toBe('accepted')
        for (let wait = 0; wait < 20; wait++) await pause()
      }
      expect(got.units[0]).toMatchObject({kind: 'datagram', carrier: 'frame'})
    })

    it('go out in batches, each with the prefix, oversized ones left out', async () => {
      const {client, server} = await tunnel()
      const got = collect(server)
      const sender = client.batch(Uint8Array.of(0x40, 0x07))
      const wanted = Array.from({length: 20}, (_, index) => `datagram ${index}`)
      for (const text of wanted) sender.add(ascii(`<${text}>`), 1, text.length + 1)
      const tooLarge = byDefault() === 'frame'
      if (tooLarge) sender.add(new Uint8Array(5000), 0, 5000)
      sender.add(ascii('after'), 0, 5)
      expect(sender.flush()).toMatchObject(
        tooLarge ? {sent: 21, dropped: 1, why: {tooLarge: expect.any(Number) as number}} : {sent: 21, dropped: 0},
      )
      expect(sender.flush()).toEqual({sent: 0, dropped: 0})
      if (subject().lossy) return
      await subject().until(() => got.units.length === 21)
      const expected = [...wanted, 'after'].map(text => show(concat(Uint8Array.of(0x40, 0x07), ascii(text))))
      expect(datagrams(got.units).sort()).toEqual(expected.sort())
    })

    it('go to a sink without waiting for a reader, those that were early first', async () => {
      const {client, server} = await tunnel({datagrams: 'capsules'})
      await subject().run(client.send({kind: 'datagram', payload: ascii('early')}))
      await subject().run(client.send({kind: 'capsule', type: 0x17n, value: ascii('marker')}))
      const marker = await subject().run(firstCapsule(server))
      expect(marker).toBe(0x17n)
      const sunk: string[] = []
      server.sink = {onDatagram: (bytes, start, end) => sunk.push(show(bytes.subarray(start, end)))}
      await subject().run(client.send({kind: 'datagram', payload: ascii('late')}))
      await subject().until(() => sunk.length >= 1)
      expect(sunk.at(-1)).toBe(show(ascii('late')))
    })

    it('sent before the answer are kept for the tunnel', async () => {
      const {transport, next} = await connect()
      const opening = transport.open(REQUEST, never)
      const incoming = await subject().run(next())
      const server = incoming.accept(ok())
      const client = tunnelOf(await subject().run(opening))
      await persist(client, collect(server), 'hello')
    })
  })

  describe('capsules', () => {
    it('keep type and value, and what is not read does not stand in the way', async () => {
      const {client, server} = await tunnel()
      const big = new Uint8Array(large(300_000)).fill(9)
      void client.send({kind: 'capsule', type: 0x2an, value: ascii('small')})
      void client.send({kind: 'capsule', type: 0x3ffffffffn, value: big})
      void client.send({kind: 'capsule', type: 0x17n, value: new Uint8Array(0)})
      const seen: [bigint, bigint, number][] = []
      await subject().run(
        (async () => {
          for await (const unit of server.received) {
            if (unit.kind !== 'capsule') continue
            let length = 0
            if (unit.type !== 0x3ffffffffn) for await (const piece of unit.value.pieces) length += piece.length
            seen.push([unit.type, unit.value.length, length])
            if (seen.length === 3) return
          }
        })(),
      )
      expect(seen).toEqual([
        [0x2an, 5n, 5],
        [0x3ffffffffn, BigInt(large(300_000)), 0],
        [0x17n, 0n, 0],
      ])
    })

    it('arrive in pieces when they are large', async () => {
      const {client, server} = await tunnel()
      const big = Uint8Array.from({length: large(200_000)}, (_, index) => index)
      void client.send({kind: 'capsule', type: 0x2an, value: big})
      const pieces: Uint8Array[] = []
      await subject().run(
        (async () => {
          for await (const unit of server.received) {
            if (unit.kind === 'capsule') for await (const piece of unit.value.pieces) pieces.push(piece)
            return
          }
        })(),
      )
      expect(pieces.length).toBeGreaterThan(1)
      expect(show(concat(...pieces)) === show(big)).toBe(true)
    })

    it('that pretend to be gigantic datagrams are told by their beginning', async () => {
      const {client, server} = await tunnel()
      const head = concat(varint.write(capsule.DATAGRAM), varint.write(1n << 40n))
      void client.send({kind: 'capsule', type: 0x2an, value: ascii('before')})
      await subject().run(rawData(client, concat(head, varint.write(0n), new Uint8Array(100))))
      const unit = await subject().run(nextOf(server, 'oversized'))
      expect(unit).toMatchObject({kind: 'oversized', length: 1n << 40n})
      expect(unit?.kind === 'oversized' && unit.head[0]).toBe(0)
    })

    it('cut off by the end of the stream make the message malformed', async () => {
      const {client, server} = await tunnel()
      collect(server)
      collect(client)
      await subject().run(rawData(client, Uint8Array.of(0x2a, 0x05, 0x01)))
      await subject().run(client.finish())
      expect(await subject().run(server.ended)).toMatchObject({
        by: 'us',
        how: 'malformed',
        scope: 'tunnel',
        ...codeOf('message-error'),
      })
      expect(await subject().run(client.ended)).toMatchObject({by: 'peer', ...codeOf('message-error')})
    })
  })

  describe('endings', () => {
    it('a clean end is told to the other side, after everything sent before it', async () => {
      const {client, server} = await tunnel()
      const got = collect(client)
      await subject().run(server.send({kind: 'capsule', type: 0x2an, value: ascii('last words')}))
      await subject().run(server.finish())
      expect(await subject().run(client.ended)).toMatchObject({by: 'peer', how: 'finished', scope: 'tunnel'})
      await subject().until(() => got.done)
      expect(got.units).toMatchObject([{kind: 'capsule', type: 0x2an}])
      expect(await subject().run(client.send({kind: 'datagram', payload: ascii('x')}))).toBe('closed')
    })

    it('an end of our side leaves the other open', async () => {
      const {client, server} = await tunnel()
      const [atServer, atClient] = [collect(server), collect(client)]
      await subject().run(client.finish())
      await subject().run(server.ended)
      expect(atServer.units).toEqual([])
      await pause()
      expect(atClient.done).toBe(false)
    })

    it('an abort carries its code', async () => {
      const {client, server} = await tunnel()
      collect(client)
      expect(server.abort('connect-error')).toBe(subject().version.told?.codes['connect-error'])
      const ending = await subject().run(client.ended)
      expect(ending).toMatchObject(abortedFor('connect-error'))
      // Where RESET_STREAM is lost for long enough, STOP_SENDING is all that was seen.
      if (subject().version.told) expect(subject().lossy ? ['reset', 'stopped'] : ['reset']).toContain(ending.how)
      const ours = await subject().run(server.ended)
      expect(ours).toMatchObject({by: 'us', how: 'aborted', ...codeOf('connect-error')})
    })

    it('an abort carries any number, known or not', async () => {
      const {told} = subject().version
      const {client, server} = await tunnel()
      collect(client)
      server.abort(0x1234n)
      const ending = await subject().run(client.ended)
      expect(ending).toMatchObject(told ? {by: 'peer', code: 0x1234n, codeName: '0x1234'} : {by: 'peer'})
    })

    it('letting go ends both sides, and neighbours live on', async () => {
      const {client, server, transport, next} = await tunnel()
      collect(server)
      const opening = transport.open({...REQUEST, path: '/neighbour'}, never)
      const neighbour = (await subject().run(next())).accept(ok())
      const neighbourClient = tunnelOf(await subject().run(opening))
      await subject().run(Promise.resolve(client[Symbol.asyncDispose]()))
      expect(await subject().run(client.ended)).toMatchObject({by: 'us', how: 'finished'})
      expect((await subject().run(server.ended)).by).toBe('peer')
      await persist(neighbourClient, collect(neighbour), 'still here')
    })

    it('the end of the connection ends everything, once', async () => {
      const {client, server, transport, listener} = await tunnel()
      const got = collect(client)
      await subject().run(Promise.resolve(listener[Symbol.asyncDispose]()))
      const ending: Ending = await subject().run(client.ended)
      const how = subject().version.told ? {how: 'connection-closed'} : {}
      expect(ending).toMatchObject({by: 'peer', scope: 'connection', ...how})
      expect(ending.detail.length).toBeGreaterThan(10)
      expect(await subject().run(transport.ended)).toMatchObject({scope: 'connection'})
      await subject().until(() => got.done)
      await subject().run(server.ended)
      expect(await subject().run(transport.open(REQUEST, never))).toMatchObject({
        kind: 'failed',
        ending: {scope: 'connection'},
      })
    })

    it('every ending is a sentence without the peer in it', async () => {
      const {client, server} = await tunnel()
      server.abort(0x21n)
      const {detail} = await subject().run(client.ended)
      expect(detail).toMatch(/^[ -~]+$/)
    })
  })

  describe('bounded', () => {
    it('a reader that does not read holds up nobody who sends datagrams: what does not fit is refused', async () => {
      if (subject().scale) return
      const {client, server} = await tunnel({datagrams: 'capsules'})
      // A capsule that nobody takes shuts the way.
      const held = server.received[Symbol.asyncIterator]()
      void client.send({kind: 'capsule', type: 0x2an, value: new Uint8Array(8 << 20)})
      await subject().run(held.next())
      const outcomes = new Set<SendOutcome>()
      const payload = new Uint8Array(50_000)
      for (let index = 0; index < 60; index++)
        outcomes.add(await subject().run(client.send({kind: 'datagram', payload})))
      expect(outcomes).toEqual(new Set(['accepted', 'queueFull']))
      expect(client.drops.unsent).toBeGreaterThan(0)
    })

    it('a reader that does not read stops the sender of capsules', async () => {
      // Scaled down, everything fits into the windows, and there is nothing to see.
      if (subject().scale) return
      const {client, server} = await tunnel()
      let sent = 0
      const sending = (async () => {
        for (let index = 0; index < 3000; index++) {
          const outcome = await client.send({kind: 'capsule', type: 0x2an, value: new Uint8Array(large(4000))})
          if (outcome !== 'accepted') return
          sent++
        }
      })()
      await pause()
      let before = -1
      // Wait until nothing moves any more.
      for (let round = 0; round < 200 && before !== sent; round++) {
        before = sent
        for (let wait = 0; wait < 30; wait++) await pause()
      }
      expect(sent).toBeLessThan(3000)
      const got = collect(server)
      await subject().run(sending)
      expect(sent).toBe(3000)
      await subject().until(() => got.units.length === 3000)
    })
  })

  function tunnelOf(opened: Opened): Tunnel {
    if (opened.kind !== 'tunnel')
      throw new Error(
        `no tunnel but ${opened.kind}: ${JSON.stringify(opened, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`,
      )
    return opened.tunnel
  }

  async function firstCapsule(from: Tunnel): Promise<bigint | undefined> {
    const unit = await nextOf(from, 'capsule')
    return unit?.kind === 'capsule' ? unit.type : undefined
  }

  async function nextOf(from: Tunnel, kind: Unit['kind']): Promise<Unit | undefined> {
    for await (const unit of from.received) if (unit.kind === kind) return unit
    return undefined
  }

  /** Bytes of the data stream that are no whole capsule: a capsule cannot be sent by halves politely. */
  function rawData(from: Tunnel, bytes: Uint8Array): Promise<boolean> {
    return from.raw(subject().frameData?.(bytes) ?? bytes)
  }
}
