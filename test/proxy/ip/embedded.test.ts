/** The word `self` with the native engine: an IP tunnel through real QUIC, to hosts that are in this process. */
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {dialH1} from '../../../src/lib/http/h1/dial.js'
import {H2Transport} from '../../../src/lib/http/h2/client.js'
import {CLIENT_SETTINGS} from '../../../src/lib/http/h2/settings.js'
import {dialH3} from '../../../src/lib/http/h3/dial.js'
import {ourSettings} from '../../../src/lib/http/h3/settings.js'
import {loadBinding} from '../../../src/lib/native/binding.js'
import {NativeNet} from '../../../src/lib/net/native.js'
import {startEmbeddedProxy, type EmbeddedProxy} from '../../../src/lib/proxy/embedded.js'
import {dialStream} from '../../../src/lib/net/stream/dial.js'
import type {HttpVersion, Transport} from '../../../src/lib/http/transport.js'
import {Asker} from '../../../src/lib/responder/asker.js'
import {ResponderKey} from '../../../src/lib/responder/message.js'
import {Responder} from '../../../src/lib/responder/responder.js'
import {HOSTS, ROUTERS} from '../../../src/lib/proxy/ip/virtual/plan.js'
import {systemClock} from '../../../src/lib/spec/clock.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {openIp, type IpTunnel} from '../../../src/lib/tunnel/connect-ip.js'
import {until} from '../../support/until.js'
import {datagram, echo, udpPacket, udpPayload, words} from './support/packets.js'

const never = new AbortController().signal
const clock = systemClock
const binding = loadBinding()
let proxy: EmbeddedProxy

beforeAll(async () => {
  proxy = await startEmbeddedProxy({binding, clock, net: new NativeNet(binding), random: seeded(1)})
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

async function open(transport: Transport): Promise<IpTunnel> {
  const opened = await openIp(transport, {template: proxy.ipTemplate}, never)
  if (opened.kind !== 'tunnel') throw new Error(`no tunnel: ${JSON.stringify(opened)}`)
  await until(() => opened.ip.state.assignedToUs.length === 2 && opened.ip.state.routesOfPeer.length > 4, 'addresses')
  return opened.ip
}

describe.each(['3', '2', '1.1'] as const)('over HTTP/%s', http => {
  it('echo, a hop, and a packet too big for a link', async () => {
    await using transport = await connect(http)
    await using tunnel = await open(transport)
    const came: string[] = []
    tunnel.sink = (bytes, start, end) => came.push(words(bytes.slice(start, end)))
    const expected: string[] = []
    for (const {address: us} of tunnel.state.assignedToUs) {
      const of = us.includes(':') ? 6 : 4
      const [host, narrow] = [HOSTS.echo.addresses[of], HOSTS.narrow.addresses[of]]
      await tunnel.send(echo(us, host))
      await tunnel.send(datagram(us, narrow, 7, {bytes: 1300}))
      await tunnel.send(datagram(us, host, 7, {ttl: 1}))
      expected.push(
        `${host} > ${us} ttl 61: echo-reply 1, 8`,
        `${ROUTERS[1]![of]} > ${us} ttl 62: packet-too-big 1300 about ${narrow}`,
        `${ROUTERS[0]![of]} > ${us} ttl 63: time-exceeded 0 about ${host}`,
      )
    }
    await until(() => came.length >= 6, 'answers')
    expect(came.toSorted()).toEqual(expected.toSorted())
  })
})

it('a responder runs on a virtual host, and says what reached it', async () => {
  const key = ResponderKey.random()
  const {net, plan} = proxy.virtual.responder
  await using responder = new Responder({net, clock, key, local: `${plan.addresses[4]}:7777`})
  expect(responder.address).toBe('203.0.113.7:7777')
  await using transport = await connect('3')
  await using tunnel = await open(transport)
  const us = tunnel.state.assignedToUs[0]!.address
  const asker = new Asker(key, clock)
  const answers: ReturnType<Asker['understand']>[] = []
  tunnel.sink = (bytes, start, end) => {
    const payload = udpPayload(bytes.slice(start, end))
    if (payload) answers.push(asker.understand(payload))
  }
  await tunnel.send(udpPacket(us, plan.addresses[4], 7777, asker.hello(), {tos: 0xb8, ttl: 50}))
  await until(() => answers.length === 1, 'a welcome')
  expect(answers).toMatchObject([{kind: 'welcome', welcome: {observed: `${us}:4000`, marks: {tos: 0xb8, ttl: 48}}}])
})
