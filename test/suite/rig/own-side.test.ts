/** Our side of a polite connection, where a probe wants it to be another than usual. */
import {describe, expect, it} from 'vitest'
import {H3Listener} from '../../../src/lib/http/h3/server.js'
import {ourSettings} from '../../../src/lib/http/h3/settings.js'
import {streamPair} from '../../../src/lib/net/stream/memory-pair.js'
import {QuicEndpoint} from '../../../src/lib/quic/endpoint.js'
import {connect} from '../../../src/lib/reach/connect.js'
import type {ConnectOptions, QuicOptions} from '../../../src/lib/spec/rig.js'
import {seeded} from '../../../src/lib/spec/random.js'
import type {RigContext} from '../../../src/lib/suite/rig/context.js'
import {connectContext, ownSide} from '../../../src/lib/suite/rig/own-side.js'
import {ownQuic} from '../../../src/lib/suite/rig/quic-options.js'
import {openRawHttp1} from '../../../src/lib/suite/rig/raw-http1.js'
import {openRawHttp2} from '../../../src/lib/suite/rig/raw-http2.js'
import {openRawHttp3} from '../../../src/lib/suite/rig/raw-http3.js'
import {parseTemplate} from '../../../src/lib/tunnel/template.js'
import * as frame from '../../../src/lib/wire/h2-frame.js'
import * as h2Settings from '../../../src/lib/wire/h2-settings.js'
import {PROXY, proxyCertificate, World} from '../../probe/world.js'
import {H2Guest} from '../../support/bad-server/h2-guest.js'
import {hex, show} from '../../support/bytes.js'
import {rigContext} from './context.js'

const never = new AbortController().signal

async function place(): Promise<{world: World; context: RigContext}> {
  const world = new World(await proxyCertificate())
  const context = rigContext({
    platform: world.platform(),
    template: parseTemplate(world.template),
    address: `${PROXY}:443`,
    trust: world.reach().trust,
    http: '3',
    target: '203.0.113.7:7',
  })
  return {world, context}
}

async function connected({world, context}: Awaited<ReturnType<typeof place>>, options: ConnectOptions) {
  const {own} = ownSide(context, options)
  const made = await world.clock.run(connect(context.address, '3', connectContext(context, own), never))
  if (made.kind === 'failed') throw new Error('not connected')
  return {connection: made.connection}
}

describe('HTTP/3', () => {
  it('idles as long as it is told to', async () => {
    const here = await place()
    const {binding, clock, identity} = here.world
    const listener = new H3Listener({
      binding,
      clock,
      local: `${PROXY}:443`,
      settings: ourSettings(seeded(1)),
      ...identity,
    })
    const {connection} = await connected(here, {quic: {maxIdleMs: 1234}})
    await clock.advance(1500)
    // Nobody said anything for our idle time, which is not the usual minute.
    expect(await clock.run(connection.transport.ended)).toMatchObject({how: 'timed-out'})
    expect(clock.now()).toBeLessThan(10_000)
    await listener[Symbol.asyncDispose]()
  })

  it('says so on the wire', async () => {
    const here = await place()
    let parameters = ''
    let control = ''
    const {binding, identity, clock} = here.world
    const endpoint = new QuicEndpoint(
      binding,
      {local: `${PROXY}:443`, server: {...identity, alpn: ['h3']}},
      {
        onConnection: connection => {
          connection.use({
            onStream: stream => {
              void stream.read().then(read => {
                if (read.kind === 'data') control = show(read.bytes)
              })
            },
            onDatagram: () => undefined,
            onDrain: () => undefined,
          })
          void connection.established.then(async () => {
            parameters = show(connection.handshake()?.peerParameters ?? new Uint8Array(0))
            const stream = await connection.openStream(true)
            await stream?.write(hex('00 04 02 08 01'))
          })
        },
      },
    )
    const quic = {maxIdleMs: 1234, maxDatagramFrameBytes: 700, extraParameters: hex('1b0101')}
    await connected(here, {settings: [{id: 0x21n, value: 5n}], quic})
    await clock.advance(100)
    expect(parameters).toContain('010244d2')
    expect(parameters).toContain('200242bc')
    expect(parameters).toContain('1b0101')
    expect(parameters).not.toContain('20048000ffff')
    expect(control).toBe('0004022105')
    endpoint.close()
  })

  it.each<[QuicOptions | undefined, ReturnType<typeof ownQuic>]>([
    [undefined, {transport: {}, peculiarities: {}}],
    [
      {streamReceiveWindow: 1, receiveWindow: 2, maxIdleMs: 3},
      {transport: {streamReceiveWindow: 1, receiveWindow: 2, idleTimeoutMs: 3}, peculiarities: {}},
    ],
    [{datagrams: false}, {transport: {}, peculiarities: {omittedParameters: [0x20]}}],
    [
      {maxDatagramFrameBytes: 100, omittedParameters: [1], extraParameters: hex('1b00'), assumedDatagramLimit: 9},
      {
        transport: {},
        peculiarities: {omittedParameters: [1, 0x20], extraParameters: hex('200240641b00'), assumedDatagramLimit: 9},
      },
    ],
  ])('%j', (options, expected) => {
    expect(ownQuic(options)).toEqual(expected)
  })
})

describe('HTTP/2', () => {
  it('announces what it is told to', async () => {
    const here = await place()
    const {clock} = here.world
    const {client, server} = streamPair(clock, seeded(1), {delayMs: 1})
    const guest = new H2Guest(server)
    const net = {
      ...here.context.platform.net,
      tcp: {connect: () => Promise.resolve({stream: client, localAddress: '198.51.100.9:1'})} as never,
    }
    const template = {...here.context.place.udp, scheme: 'http' as const}
    const context = {
      ...here.context,
      platform: {...here.context.platform, net},
      place: {...here.context.place, udp: template},
    }
    const {own} = ownSide(context, {settings: [{id: h2Settings.INITIAL_WINDOW_SIZE, value: 77n}]})
    void guest.settle()
    const made = await clock.run(connect(context.address, '2', connectContext(context, own), never))
    expect(made.kind).toBe('connected')
    const first = await clock.run(guest.raw.next(({header}) => header.type === frame.SETTINGS))
    expect(first?.payload).toMatchObject({settings: [{id: h2Settings.INITIAL_WINDOW_SIZE, value: 77n}]})
    if (made.kind === 'connected') await clock.run(made.connection[Symbol.asyncDispose]() as Promise<void>)
  })
})

it.each([
  ['HTTP/3', openRawHttp3],
  ['HTTP/2', openRawHttp2],
  ['HTTP/1.1', openRawHttp1],
])('raw %s does not go through other proxies', async (_, open) => {
  const {context} = await place()
  const hop = {template: context.place.udp, reach: context.reach, http: ['3'] as const, headers: []}
  const attempt = open({...context, reach: {...context.reach, via: [hop]}}, never)
  await expect(attempt).rejects.toMatchObject({name: 'Obstacle', outcome: 'inconclusive'})
})
