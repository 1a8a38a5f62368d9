/** The word `self` with the native engine: an IP tunnel through real QUIC, to hosts that are in this process. */
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {dialH3} from '../../../src/lib/http/h3/dial.js'
import {ourSettings} from '../../../src/lib/http/h3/settings.js'
import {loadBinding} from '../../../src/lib/native/binding.js'
import {NativeNet} from '../../../src/lib/net/native.js'
import {startEmbeddedProxy, type EmbeddedProxy} from '../../../src/lib/proxy/embedded.js'
import type {Transport} from '../../../src/lib/http/transport.js'
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
let proxy: EmbeddedProxy
let transport: Transport

beforeAll(async () => {
  const binding = loadBinding()
  proxy = await startEmbeddedProxy({binding, clock, net: new NativeNet(binding), random: seeded(1)})
  const trust = {trust: 'pin', pin: proxy.pin} as const
  const settings = ourSettings(seeded(3))
  const options = {binding, clock, remote: proxy.address, serverName: 'localhost', trust, settings}
  const dialed = await dialH3(options, {}, never)
  if (dialed.kind !== 'connected') throw new Error(`not connected: ${dialed.kind}`)
  transport = dialed.transport
})

afterAll(async () => {
  await transport[Symbol.asyncDispose]()
  await proxy[Symbol.asyncDispose]()
})

async function open(datagrams: 'frames' | 'capsules' = 'frames'): Promise<IpTunnel> {
  const opened = await openIp(transport, {template: proxy.ipTemplate, datagrams}, never)
  if (opened.kind !== 'tunnel') throw new Error(`no tunnel: ${JSON.stringify(opened)}`)
  await until(() => opened.ip.state.assignedToUs.length === 2 && opened.ip.state.routesOfPeer.length > 4, 'addresses')
  return opened.ip
}

describe.each(['frames', 'capsules'] as const)('over %s', datagrams => {
  it('echo, a hop, and a packet too big for a link', async () => {
    await using tunnel = await open(datagrams)
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
  await using tunnel = await open()
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
