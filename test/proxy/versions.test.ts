/** The reference proxy over every version of HTTP, on one port: a datagram goes through each, and comes back. */
import {createSocket, type Socket} from 'node:dgram'
import {once} from 'node:events'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {Recorder} from '../../src/lib/evidence/recorder.js'
import {H1Transport} from '../../src/lib/http/h1/client.js'
import {dialH1} from '../../src/lib/http/h1/dial.js'
import {H2Transport} from '../../src/lib/http/h2/client.js'
import {CLIENT_SETTINGS, SERVER_SETTINGS} from '../../src/lib/http/h2/settings.js'
import type {Transport} from '../../src/lib/http/transport.js'
import {loadBinding} from '../../src/lib/native/binding.js'
import {parse} from '../../src/lib/net/address.js'
import {NativeNet} from '../../src/lib/net/native.js'
import {dialStream} from '../../src/lib/net/stream/dial.js'
import {startEmbeddedProxy, type EmbeddedProxy} from '../../src/lib/proxy/embedded.js'
import {listenEverywhere} from '../../src/lib/proxy/listen.js'
import {honestPolicy} from '../../src/lib/proxy/honest-policy.js'
import {AllowList} from '../../src/lib/proxy/targets.js'
import {serveProxy} from '../../src/lib/proxy/serve.js'
import {approach} from '../../src/lib/reach/approach.js'
import {systemClock} from '../../src/lib/spec/clock.js'
import {seeded} from '../../src/lib/spec/random.js'
import {openUdp, type UdpOpened} from '../../src/lib/tunnel/connect-udp.js'
import {parseTarget} from '../../src/lib/tunnel/target.js'
import {parseTemplate} from '../../src/lib/tunnel/template.js'
import {ENABLE_CONNECT_PROTOCOL} from '../../src/lib/wire/h2-settings.js'
import {makeCertificate} from '../support/certificate.js'

const never = new AbortController().signal
const clock = systemClock
const binding = loadBinding()
const platform = {binding, clock, net: new NativeNet(binding), random: seeded(1)}
let proxy: EmbeddedProxy
let echo: Socket
beforeAll(async () => {
  proxy = await startEmbeddedProxy(platform)
  echo = createSocket('udp4', (bytes, {port}) => {
    echo.send(bytes, port, '127.0.0.1')
  })
  echo.bind(0, '127.0.0.1')
  await once(echo, 'listening')
})
afterAll(async () => {
  echo.close()
  await proxy[Symbol.asyncDispose]()
})

async function connect(http: '2' | '1.1', remote: string, clear = false): Promise<Transport> {
  const alpn = [http === '2' ? 'h2' : 'http/1.1']
  const tls = {serverName: 'localhost', alpn, trust: {trust: 'pin' as const, pin: proxy.pin}}
  const options = {remote, clock, ...(!clear && {tls})}
  if (http === '1.1') {
    const dialed = await dialH1(options, () => ({}), never)
    if (dialed.kind === 'connected') return dialed.transport
    throw new Error(JSON.stringify(dialed))
  }
  const dialed = await dialStream(options, {}, never)
  if (dialed.kind === 'connected') return new H2Transport(dialed.stream, {clock, settings: CLIENT_SETTINGS})
  throw new Error(JSON.stringify(dialed))
}

function open(transport: Transport, port = echo.address().port): Promise<UdpOpened> {
  const request = {template: proxy.template, target: parseTarget(`127.0.0.1:${port}`)}
  return openUdp(transport, request, never)
}

async function roundTrip(opened: UdpOpened): Promise<string> {
  if (opened.kind !== 'tunnel') throw new Error(JSON.stringify(opened))
  await using udp = opened.udp
  await udp.send(Buffer.from('hello'))
  for await (const {payload} of udp.received()) return Buffer.from(payload).toString()
  return 'nothing'
}

describe.each(['2', '1.1'] as const)('HTTP/%s', http => {
  it('carries a datagram there and back, several times on one transport', async () => {
    expect(proxy.http).toEqual(['3', '2', '1.1'])
    await using transport = await connect(http, proxy.address)
    expect(await roundTrip(await open(transport))).toBe('hello')
    expect(await Promise.all([open(transport), open(transport)].map(async each => roundTrip(await each)))).toEqual([
      'hello',
      'hello',
    ])
  })

  it('refuses with reasons, and goes on', async () => {
    await using transport = await connect(http, proxy.address)
    const template = proxy.template
    const refused = await openUdp(transport, {template, target: parseTarget('192.168.0.1:9')}, never)
    expect(refused).toMatchObject({kind: 'refused', refusal: {status: 502}})
    expect(await roundTrip(await open(transport))).toBe('hello')
  })
})

it('can speak some of them, and TCP in clear text', async () => {
  const certificate = await makeCertificate()
  const options = {
    ...platform,
    ...certificate,
    policy: honestPolicy(new AllowList(['127.0.0.1'])),
    local: '127.0.0.1:0',
    versions: ['1.1', '2'] as const,
    clear: true,
  }
  await using served = serveProxy({...options, listener: await listenEverywhere(options)})
  expect(served.http).toEqual(['2', '1.1'])
  for (const http of served.http) {
    if (http === '3') throw new Error('which was not asked for')
    await using transport = await connect(http, served.address, true)
    expect(transport instanceof H1Transport).toBe(http === '1.1')
    expect(await roundTrip(await open(transport))).toBe('hello')
  }
})

it('says over HTTP/2 what its policy says: without ENABLE_CONNECT_PROTOCOL a client names what is missing', async () => {
  const honest = honestPolicy(new AllowList(['127.0.0.1']))
  const h2Settings = SERVER_SETTINGS.filter(({id}) => id !== ENABLE_CONNECT_PROTOCOL)
  const policy = {...honest, wire: {...honest.wire, h2Settings}}
  const local = {local: '127.0.0.1:0', versions: ['2'] as const, clear: true}
  const options = {...platform, ...(await makeCertificate()), policy, ...local}
  await using served = serveProxy({...options, listener: await listenEverywhere(options)})
  const reach = {resolve: new Map(), allAddresses: false, trust: {trust: 'roots'}} as const
  const place = parseTemplate(`http://${served.address}/{target_host}/{target_port}`)
  const events = {onBegin: () => undefined, onPhase: () => undefined}
  const run = {platform, reach, http: ['2'] as const, timeoutMs: 5000, evidence: new Recorder(), beganMs: 0, events}
  const approached = await approach(place, run, never)
  if (approached.kind === 'connected') await approached.connection[Symbol.asyncDispose]()
  expect(approached).toMatchObject({kind: 'failed', diagnosis: {code: 'no-extended-connect'}})
})

it('a port that is taken on one of them is an error; any port is one that is free on both', async () => {
  const certificate = await makeCertificate()
  const policy = honestPolicy(new AllowList([]))
  const options = {...platform, ...certificate, policy}
  const listen = (local: string) => listenEverywhere({...options, local})
  const udp = createSocket('udp4')
  udp.bind(0, '127.0.0.1')
  await once(udp, 'listening')
  await expect(listen(`127.0.0.1:${udp.address().port}`)).rejects.toMatchObject({code: 'EADDRINUSE'})
  udp.close()
  await using first = await listen('127.0.0.1:0')
  await expect(listen(first.address)).rejects.toMatchObject({code: 'EADDRINUSE'})
  expect(parse(first.address)?.port).toBeGreaterThan(0)
})
