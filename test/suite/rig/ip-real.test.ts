/** The rig's IP tunnel with the native engine and real streams: the same words over every version of HTTP. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {dialH1} from '../../../src/lib/http/h1/dial.js'
import {H2Transport} from '../../../src/lib/http/h2/client.js'
import {CLIENT_SETTINGS} from '../../../src/lib/http/h2/settings.js'
import {dialH3} from '../../../src/lib/http/h3/dial.js'
import {ourSettings} from '../../../src/lib/http/h3/settings.js'
import type {HttpVersion, Transport} from '../../../src/lib/http/transport.js'
import {loadBinding} from '../../../src/lib/native/binding.js'
import {format} from '../../../src/lib/net/address.js'
import {NativeNet} from '../../../src/lib/net/native.js'
import {dialStream} from '../../../src/lib/net/stream/dial.js'
import {startEmbeddedProxy, type EmbeddedProxy} from '../../../src/lib/proxy/embedded.js'
import {Responder} from '../../../src/lib/responder/responder.js'
import {systemClock} from '../../../src/lib/spec/clock.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {openIpRig} from '../../../src/lib/suite/rig/open-ip.js'
import {contextOf, KEY, never, payload, RESPONDER, RESPONDER_PORT} from './ip-rig-world.js'

const clock = systemClock
const binding = loadBinding()
let proxy: EmbeddedProxy

beforeAll(async () => {
  proxy = await startEmbeddedProxy({binding, clock, net: new NativeNet(binding), random: seeded(1)})
  const {net} = proxy.virtual.responder
  for (const of of [4, 6] as const) {
    new Responder({net, clock, key: KEY, local: format(RESPONDER[of], RESPONDER_PORT)})
  }
})

afterAll(async () => {
  await proxy[Symbol.asyncDispose]()
})

async function connect(http: HttpVersion): Promise<Transport> {
  const trust = {trust: 'pin', pin: proxy.pin} as const
  if (http === '3') {
    const settings = ourSettings(seeded(3))
    const options = {binding, clock, remote: proxy.address, serverName: 'localhost', trust, settings}
    const dialed = await dialH3(options, {}, never)
    if (dialed.kind === 'connected') return dialed.transport
    throw new Error(`not connected: ${dialed.kind}`)
  }
  const tls = {serverName: 'localhost', alpn: [http === '2' ? 'h2' : 'http/1.1'], trust}
  const options = {remote: proxy.address, clock, tls}
  if (http === '1.1') {
    const dialed = await dialH1(options, () => ({}), never)
    if (dialed.kind === 'connected') return dialed.transport
    throw new Error(`not connected: ${dialed.kind}`)
  }
  const dialed = await dialStream(options, {}, never)
  if (dialed.kind === 'connected') return new H2Transport(dialed.stream, {clock, settings: CLIENT_SETTINGS})
  throw new Error(`not connected: ${dialed.kind}`)
}

describe.each(['3', '2', '1.1'] as const)('over HTTP/%s', http => {
  test('families, echoes, and what arrived', async () => {
    await using transport = await connect(http)
    const context = contextOf(clock, {http, patienceMs: 2000, ip: {ip: proxy.ipTemplate}})
    await using rig = await openIpRig(transport, context, {}, never)
    const ready = await rig.ready(never)
    // IPv6 comes when frames are large enough for it, and that may take longer than IPv4 is worth waiting for.
    expect(http === '3' ? [4] : [4, 6]).toEqual(http === '3' ? ready.slice(0, 1) : ready)
    for (const family of ready) {
      expect(await rig.echo(never, {family})).toBe(true)
      const [sent, forged] = [payload(`sent by IPv${family}`), payload(`forged, IPv${family}`)]
      const source = family === 4 ? '198.51.100.77' : '2001:db8:2::77'
      await rig.send((await rig.udpPacket(forged, never, {source}))!)
      await rig.send((await rig.udpPacket(sent, never, {family}))!)
      expect(await rig.arrived(sent, never)).toBe(true)
      expect(await rig.arrived(forged, never, 0)).toBe(false)
    }
    expect(rig.ending()).toBeNull()
  })
})
