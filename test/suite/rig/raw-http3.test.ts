/** Raw HTTP/3 against the reference proxy and against scripts, on the fake engine: rude requests, and everything that comes back. */
import {beforeAll, describe, expect, it} from 'vitest'
import type {NativeServerOptions} from '../../../src/lib/native/surface.js'
import {QuicEndpoint} from '../../../src/lib/quic/endpoint.js'
import type {RawHttp3, RawHttp3Options} from '../../../src/lib/spec/raw-rig.js'
import {openRawHttp3} from '../../../src/lib/suite/rig/raw-http3.js'
import type {RigContext} from '../../../src/lib/suite/rig/context.js'
import {parseTemplate} from '../../../src/lib/tunnel/template.js'
import {concat} from '../../../src/lib/wire/bytes.js'
import * as frame from '../../../src/lib/wire/h3-frame.js'
import * as settings from '../../../src/lib/wire/h3-settings.js'
import {PROXY, proxyCertificate, World, type WorldOptions} from '../../probe/world.js'
import {Guest, head} from '../../support/bad-server/guest.js'
import {ascii, hex, show} from '../../support/bytes.js'
import type {TestCertificate} from '../../support/certificate.js'
import {rigContext, udpRequest} from './context.js'

const never = new AbortController().signal
const WAIT = 1000
const ECHO = '203.0.113.7:7'
const MESSAGE_ERROR = {how: 'reset', code: '270', codeName: 'H3_MESSAGE_ERROR (0x10e)'}

let identity: TestCertificate
beforeAll(async () => {
  identity = await proxyCertificate()
})

class Here {
  readonly world: World
  readonly context: RigContext
  served: QuicEndpoint | undefined

  constructor(options?: WorldOptions) {
    this.world = new World(identity, options)
    const {world} = this
    this.context = rigContext({
      platform: world.platform(),
      template: parseTemplate(world.template),
      address: `${PROXY}:443`,
      trust: world.reach().trust,
      http: '3',
      target: ECHO,
    })
  }

  run<T>(work: Promise<T>): Promise<T> {
    return this.world.clock.run(work)
  }

  /** The reference proxy, and a target that answers. */
  proxy(): this {
    this.world.proxy()
    const socket = this.world.internet.host('203.0.113.7').udp(
      {local: ECHO},
      {
        onPacket: ({bytes, from}) => {
          socket.send(bytes, {to: from})
        },
      },
    )
    return this
  }

  /** Whoever comes is treated like this. */
  server(script: (guest: Guest) => unknown, server: Partial<NativeServerOptions> = {}): this {
    const options = {local: `${PROXY}:443`, server: {...identity, alpn: ['h3'], ...server}}
    this.served = new QuicEndpoint(this.world.binding, options, {
      onConnection: connection => {
        void script(new Guest(connection))
      },
    })
    return this
  }

  open(options?: RawHttp3Options): Promise<RawHttp3> {
    return this.run(openRawHttp3(this.context, never, options))
  }

  get told(): string[] {
    return this.context.timeline.moments.map(({direction, lane, what}) => `${direction} ${lane ?? ''}: ${what}`)
  }
}

describe('with the reference proxy', () => {
  it('opens a tunnel field by field, and sends datagrams of its own making through it', async () => {
    const here = new Here().proxy()
    const raw = await here.open({quic: {logFrames: true}})
    expect(await here.run(raw.settled(never))).toBe(true)
    const exchange = (await here.run(raw.request(udpRequest(here.context), never)))!
    const answer = await here.run(exchange.answer(WAIT, never))
    expect(answer).toMatchObject({kind: 'response', status: 200, interim: []})
    expect('headers' in answer && answer.headers).toContainEqual(['capsule-protocol', '?1'])
    expect(exchange.id).toBe(0n)
    expect(await here.run(raw.datagram(concat(hex('0000'), ascii('hello'))))).toBe('accepted')
    await here.world.clock.advance(WAIT)
    expect(raw.datagrams.map(({payload}) => show(payload))).toEqual([`0000${show(ascii('hello'))}`])
    const packets = raw.packets.map(({direction, frames}) => [direction, show(frames).slice(0, 6)])
    expect(packets.filter(([, frames]) => frames?.startsWith('31'))).toEqual([
      ['sent', '310700'],
      ['received', '310700'],
    ])
    expect(await here.run(exchange.over(WAIT, never))).toBeNull()
    await here.run(exchange.data(hex('0000'), true))
    expect(await here.run(exchange.over(WAIT, never))).toEqual({how: 'fin'})
    expect(here.told).toContain('received raw 1: stream 0: response 200')
  })

  it.each<[string, (fields: [string, string][]) => [string, string][]]>([
    ['without :path', fields => fields.filter(([name]) => name !== ':path')],
    ['with a field in capitals', fields => [...fields, ['Upper', 'x']]],
    ['with a pseudo-header behind a field', fields => [...fields, [':extra', 'x']]],
  ])('a request %s is reset with H3_MESSAGE_ERROR', async (_, spoil) => {
    const here = new Here().proxy()
    const raw = await here.open()
    const exchange = (await here.run(raw.request(spoil(udpRequest(here.context)), never)))!
    const began = here.world.clock.now()
    expect(await here.run(exchange.answer(WAIT, never))).toEqual({kind: 'over', how: MESSAGE_ERROR})
    expect(here.world.clock.now() - began).toBeLessThan(100)
    expect(raw.ending()).toBeNull()
  })

  it('keeps the streams of the proxy octet by octet, and its SETTINGS', async () => {
    const here = new Here().proxy()
    const raw = await here.open()
    await here.run(raw.settled(never))
    const [control] = raw.peerStreams
    expect(control).toMatchObject({type: 'control', over: null})
    expect(show(control!.bytes)).toBe(show(frame.write(frame.SETTINGS, settings.write(raw.peerSettings!))))
    expect(settings.value(raw.peerSettings!, settings.ENABLE_CONNECT_PROTOCOL)).toBe(1n)
    expect(raw.seen).toMatchObject({alpn: 'h3', tlsVersion: '1.3'})
    expect(raw.seen.settings).toContainEqual({id: '0x8', value: '1'})
    expect(raw.seen.transportParameters).toContainEqual({id: '0x20', value: '65535'})
  })

  it('a breach costs the connection, and the proxy says why', async () => {
    const here = new Here().proxy()
    const raw = await here.open()
    const exchange = (await here.run(raw.open(never)))!
    await here.run(raw.control(frame.write(frame.SETTINGS, settings.write([]))))
    const ended = {by: 'peer', how: 'connection-closed', code: '261', codeName: 'H3_FRAME_UNEXPECTED (0x105)'}
    expect(await here.run(raw.ended(WAIT, never))).toMatchObject(ended)
    expect(await here.run(exchange.answer(WAIT, never))).toMatchObject({kind: 'over', how: {how: 'connection'}})
    expect(raw.ending()).toMatchObject(ended)
    expect(await here.run(raw.open(never))).toBeUndefined()
    expect(await here.run(raw.datagram(hex('00')))).toBe('closed')
    expect(raw.frames(hex('01'))).toBe(false)
  })

  it('without SETTINGS of ours, and without a control stream, nothing is sent', async () => {
    const here = new Here().proxy()
    const raw = await here.open({settings: 'none'})
    expect(await here.run(raw.control(hex('00')))).toBe(false)
    expect(await here.run(raw.settled(never))).toBe(true)
    const control = concat(hex('00'), frame.write(frame.SETTINGS, settings.write([{id: 2n, value: 0n}])))
    await here.run(raw.openUnidirectional(control, never))
    expect(await here.run(raw.ended(WAIT, never))).toMatchObject({by: 'peer', codeName: 'H3_SETTINGS_ERROR (0x109)'})
  })
})

describe('our side of QUIC', () => {
  const parametersSeen = async (here: Here, options: RawHttp3Options): Promise<string> => {
    let seen = ''
    here.server(async ({connection}) => {
      await connection.established
      seen = show(connection.handshake()?.peerParameters ?? new Uint8Array(0))
    })
    await here.open(options)
    await here.world.clock.advance(WAIT)
    return seen
  }

  it('announces a limit for DATAGRAM frames, which the proxy keeps, or none', async () => {
    expect(await parametersSeen(new Here(), {quic: {maxDatagramFrameBytes: 100}})).toContain('20024064')
    const none = await parametersSeen(new Here(), {quic: {datagrams: false, extraParameters: hex('1b01aa')}})
    expect(none).not.toContain('2004')
    expect(none).toContain('1b01aa')
  })

  it('takes DATAGRAM frames that should not have come, and shows them', async () => {
    const here = new Here()
    here.server(
      async ({connection}) => {
        await connection.established
        connection.sendDatagram(ascii('unasked'))
      },
      {peculiarities: {assumedDatagramLimit: 65535}},
    )
    const raw = await here.open({quic: {datagrams: false}})
    await here.world.clock.advance(WAIT)
    expect(raw.datagrams.map(({payload}) => show(payload))).toEqual([show(ascii('unasked'))])
    expect(raw.ending()).toBeNull()
  })

  it('sends DATAGRAM frames to a peer that takes none, or not so large ones, if told to', async () => {
    for (const transport of [{datagrams: false}, {datagramReceiveBufferBytes: 500}]) {
      const here = new Here().server(() => undefined, {transport})
      const polite = await here.open()
      expect(await here.run(polite.datagram(new Uint8Array(600)))).toBe(
        'datagrams' in transport ? 'notNegotiated' : 'tooLarge',
      )
      const rude = await here.open({quic: {assumedDatagramLimit: 65535}})
      expect(await here.run(rude.datagram(new Uint8Array(600)))).toBe('accepted')
      expect(await here.run(rude.ended(WAIT, never))).toMatchObject({by: 'peer', codeName: 'PROTOCOL_VIOLATION (0xa)'})
    }
  })

  it('puts frames of QUIC on the wire', async () => {
    const here = new Here().proxy()
    const raw = await here.open()
    expect(raw.frames(hex('01'))).toBe(true)
    expect(await here.run(raw.ended(WAIT, never))).toBeNull()
    expect(raw.frames(hex('407f'))).toBe(true)
    expect(await here.run(raw.ended(WAIT, never))).toMatchObject({by: 'peer', codeName: 'FRAME_ENCODING_ERROR (0x7)'})
  })
})

describe('with servers that are none', () => {
  it('an answer that cannot be read is told as such', async () => {
    const here = new Here().server(async guest => {
      const visit = await guest.greet()
      await visit.stream.write(frame.write(frame.HEADERS, hex('0000ff')))
    })
    const raw = await here.open()
    const exchange = (await here.run(raw.request(udpRequest(here.context), never)))!
    expect(await here.run(exchange.answer(WAIT, never))).toMatchObject({kind: 'unreadable'})
  })

  it('interim responses, content and an early end', async () => {
    const here = new Here().server(async guest => {
      const visit = await guest.greet()
      await visit.head([':status', '103'])
      await visit.stream.write(
        concat(head([':status', '404'], ['server', 'x']), frame.write(frame.DATA, ascii('gone'))),
        true,
      )
    })
    const raw = await here.open()
    const exchange = (await here.run(raw.request(udpRequest(here.context), never, true)))!
    expect(await here.run(exchange.answer(WAIT, never))).toEqual({
      kind: 'response',
      status: 404,
      headers: [['server', 'x']],
      interim: [103],
    })
    expect(await here.run(exchange.over(WAIT, never))).toEqual({how: 'fin'})
    expect(show(exchange.content())).toBe(show(ascii('gone')))
  })

  it('interim responses and nothing behind them', async () => {
    const here = new Here().server(async guest => {
      const visit = await guest.greet()
      await visit.head([':status', '101'])
    })
    const raw = await here.open()
    const exchange = (await here.run(raw.request(udpRequest(here.context), never, true)))!
    expect(await here.run(exchange.answer(WAIT, never))).toEqual({kind: 'silence', waitedMs: WAIT, interim: [101]})
  })

  it('an answer that the connection ends behind is an answer', async () => {
    const here = new Here().server(async guest => {
      const visit = await guest.greet()
      await visit.head([':status', '502'])
      guest.connection.close(0x102n)
    })
    const raw = await here.open()
    const exchange = (await here.run(raw.request(udpRequest(here.context), never)))!
    const ended = await here.run(raw.ended(WAIT, never))
    expect(ended).toMatchObject({by: 'peer', codeName: 'H3_INTERNAL_ERROR (0x102)'})
    expect(await here.run(exchange.answer(WAIT, never))).toMatchObject({kind: 'response', status: 502})
    expect(await here.run(exchange.over(WAIT, never))).toEqual({how: 'connection', ending: ended})
  })

  it('silence is silence, and only what the peer did is told of', async () => {
    const here = new Here().server(async guest => {
      const visit = await guest.greet()
      visit.stream.stop(0x10cn)
    })
    const raw = await here.open()
    const silent = (await here.run(raw.open(never)))!
    expect(await here.run(silent.answer(WAIT, never))).toEqual({kind: 'silence', waitedMs: WAIT})
    expect(await here.run(silent.over(WAIT, never))).toBeNull()
    // A STOP_SENDING of ours makes nobody reset anything.
    silent.stop(0x10cn)
    expect(await here.run(silent.over(WAIT, never))).toBeNull()
    const stopped = (await here.run(raw.request(udpRequest(here.context), never)))!
    const stop = {how: 'stopped', code: '268', codeName: 'H3_REQUEST_CANCELLED (0x10c)'}
    expect(await here.run(stopped.answer(WAIT, never))).toEqual({kind: 'over', how: stop})
  })

  it('holds no more than it is meant to, whatever comes', async () => {
    const here = new Here().server(async guest => {
      const visit = await guest.greet()
      await visit.accept()
      const unidirectional = Array.from({length: 80}, () =>
        guest.stream(concat(hex('21'), new Uint8Array(100_000)), true),
      )
      for (let round = 0; round < 5000; round++) guest.connection.sendDatagram(new Uint8Array(1000))
      for (let round = 0; round < 40; round++)
        await visit.stream.write(frame.write(frame.DATA, new Uint8Array(100_000)))
      await Promise.all(unidirectional)
      await visit.stream.write(new Uint8Array(0), true)
    })
    const raw = await here.open({quic: {logFrames: true}})
    const exchange = (await here.run(raw.request(udpRequest(here.context), never)))!
    expect(await here.run(exchange.over(20_000, never))).toEqual({how: 'fin'})
    expect(exchange.content().length).toBe(1 << 20)
    expect(raw.datagrams.length).toBeLessThanOrEqual(4096)
    expect(raw.packets.length).toBeLessThanOrEqual(4096)
    expect(raw.peerStreams.length).toBe(64)
    expect(Math.max(...raw.peerStreams.map(({bytes}) => bytes.length))).toBeLessThanOrEqual(64 * 1024)
    expect(here.told.length).toBeLessThan(100)
  })

  it('who cannot be reached is an obstacle, in words', async () => {
    const here = new Here()
    await expect(here.open()).rejects.toMatchObject({name: 'Obstacle', outcome: 'inconclusive'})
    await expect(here.open()).rejects.toThrow(/no connection to test on: .*192\.0\.2\.1/)
  })
})
