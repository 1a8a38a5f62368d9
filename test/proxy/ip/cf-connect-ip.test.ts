/**
 * The dialect of WARP between our own two sides, on real connections: over HTTP/2 its request is a classic CONNECT
 * without a path, so what it stands for has to be known by the proxy.
 */
import {afterAll, beforeAll, expect, it} from 'vitest'
import {H2Transport} from '../../../src/lib/http/h2/client.js'
import {CLIENT_SETTINGS} from '../../../src/lib/http/h2/settings.js'
import {dialH3} from '../../../src/lib/http/h3/dial.js'
import {ourSettings} from '../../../src/lib/http/h3/settings.js'
import type {Transport} from '../../../src/lib/http/transport.js'
import {loadBinding} from '../../../src/lib/native/binding.js'
import {NativeNet} from '../../../src/lib/net/native.js'
import {dialStream} from '../../../src/lib/net/stream/dial.js'
import {withDialect} from '../../../src/lib/proxy/dialect-policy.js'
import {honestPolicy} from '../../../src/lib/proxy/honest-policy.js'
import {parsePrefix} from '../../../src/lib/proxy/ip/prefix.js'
import {VirtualNetwork} from '../../../src/lib/proxy/ip/virtual/network.js'
import {HOSTS, POOLS} from '../../../src/lib/proxy/ip/virtual/plan.js'
import {listenEverywhere} from '../../../src/lib/proxy/listen.js'
import {serveProxy, type ServedProxy} from '../../../src/lib/proxy/serve.js'
import {AllowList} from '../../../src/lib/proxy/targets.js'
import {systemClock} from '../../../src/lib/spec/clock.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {openIp} from '../../../src/lib/tunnel/connect-ip.js'
import {dialects} from '../../../src/lib/tunnel/dialect/dialects.js'
import {defaultIpTemplate, parseIpTemplate} from '../../../src/lib/tunnel/ip-template.js'
import {makeCertificate} from '../../support/certificate.js'
import {until} from '../../support/until.js'
import {echo, words} from './support/packets.js'

const never = new AbortController().signal
const clock = systemClock
const binding = loadBinding()
const dialect = dialects['cf-connect-ip']
const identity = await makeCertificate({names: ['localhost'], addresses: ['127.0.0.1']})
const trust = {trust: 'roots', rootsPem: identity.caPem} as const
let proxy: ServedProxy

beforeAll(async () => {
  const options = {
    ...{binding, clock, net: new NativeNet(binding), random: seeded(1), local: '127.0.0.1:0'},
    ...identity,
    policy: withDialect(honestPolicy(new AllowList([])), dialect),
    ip: {network: new VirtualNetwork(clock, seeded(2)), pools: POOLS.map(parsePrefix)},
  }
  proxy = serveProxy({...options, listener: await listenEverywhere(options)})
})

afterAll(async () => {
  await proxy[Symbol.asyncDispose]()
})

async function connect(http: '3' | '2'): Promise<Transport> {
  if (http === '2') {
    const tls = {serverName: 'localhost', alpn: ['h2'], trust}
    const dialed = await dialStream({remote: proxy.address, clock, tls}, {}, never)
    if (dialed.kind === 'connected') return new H2Transport(dialed.stream, {clock, settings: CLIENT_SETTINGS})
    throw new Error(JSON.stringify(dialed))
  }
  const settings = [...ourSettings(seeded(3)), ...(dialect.h3?.announces ?? [])]
  const dialed = await dialH3(
    {binding, clock, remote: proxy.address, serverName: 'localhost', trust, settings},
    {},
    never,
  )
  if (dialed.kind === 'connected') return dialed.transport
  throw new Error(JSON.stringify(dialed))
}

it.each(['3', '2'] as const)('over HTTP/%s: addresses, routes, and an echo', async http => {
  await using transport = await connect(http)
  const template = proxy.ipTemplate ?? parseIpTemplate(defaultIpTemplate(proxy.address))
  const opened = await openIp(transport, {template, dialect}, never)
  if (opened.kind !== 'tunnel') throw new Error(JSON.stringify(opened))
  await using tunnel = opened.ip
  await until(() => tunnel.state.assignedToUs.length === 2 && tunnel.state.routesOfPeer.length > 4, 'addresses')
  const came: string[] = []
  tunnel.sink = (bytes, start, end) => came.push(words(bytes.slice(start, end)))
  const us = tunnel.state.assignedToUs.find(({address}) => address.includes('.'))!.address
  await tunnel.send(echo(us, HOSTS.echo.addresses[4]))
  await until(() => came.length > 0, 'an answer')
  expect(came).toEqual([`${HOSTS.echo.addresses[4]} > ${us} ttl 61: echo-reply 1, 8`])
})
