/** The contract of transports, for HTTP/3 whose QUIC runs through the UDP tunnel of a proxy: in frames and in capsules. */
import {afterAll, beforeAll, describe} from 'vitest'
import {HTTP3_CODES} from '../../src/lib/http/abort-codes.js'
import {dialH3} from '../../src/lib/http/h3/dial.js'
import {H3Listener} from '../../src/lib/http/h3/server.js'
import {ourSettings} from '../../src/lib/http/h3/settings.js'
import type {DatagramMode, HttpVersion, Listener, Transport} from '../../src/lib/http/transport.js'
import {loadBinding} from '../../src/lib/native/binding.js'
import {NativeNet} from '../../src/lib/net/native.js'
import {startEmbeddedProxy, type EmbeddedProxy} from '../../src/lib/proxy/embedded.js'
import type {OuterConnection} from '../../src/lib/reach/connection.js'
import {roomForQuic, TunnelWay} from '../../src/lib/reach/nested.js'
import {systemClock as clock} from '../../src/lib/spec/clock.js'
import {seeded} from '../../src/lib/spec/random.js'
import {openUdp} from '../../src/lib/tunnel/connect-udp.js'
import {parseTarget} from '../../src/lib/tunnel/target.js'
import {http3Name} from '../../src/lib/wire/error-codes.js'
import * as frame from '../../src/lib/wire/h3-frame.js'
import {makeCertificate, type TestCertificate} from '../support/certificate.js'
import {reachProxy} from '../support/reach-proxy.js'
import {until} from '../support/until.js'
import {transportContract} from '../transport.contract.js'

const binding = loadBinding()
const platform = {binding, clock, random: seeded(1), net: new NativeNet(binding)}
const {signal} = new AbortController()
const settings = ourSettings(seeded(3))

describe.each<[HttpVersion, DatagramMode]>([
  ['3', 'frames'],
  ['3', 'capsules'],
  ['2', 'capsules'],
])('h3 inside a tunnel over HTTP/%s, in %s', (http, datagrams) => {
  let certificate: TestCertificate
  let proxy: EmbeddedProxy
  let outer: OuterConnection
  beforeAll(async () => {
    certificate = await makeCertificate()
    proxy = await startEmbeddedProxy(platform)
    outer = await reachProxy(proxy, http, platform)
  })
  afterAll(async () => {
    await outer[Symbol.asyncDispose]()
    await proxy[Symbol.asyncDispose]()
  })

  async function connect(): Promise<{transport: Transport; listener: Listener}> {
    const listener = new H3Listener({binding, clock, local: '127.0.0.1:0', settings, ...certificate})
    const target = parseTarget(listener.address)
    const opened = await openUdp(outer.transport, {template: proxy.template, target, datagrams}, signal)
    if (opened.kind !== 'tunnel') throw new Error(opened.kind)
    const way = new TunnelWay(opened.udp)
    await roomForQuic(way, {clock, rttMs: 0}, signal)
    const trust = {trust: 'roots', rootsPem: certificate.caPem} as const
    const {remote} = way
    const dialed = await dialH3({binding, clock, remote, way, serverName: 'localhost', trust, settings}, {}, signal)
    if (dialed.kind !== 'connected') throw new Error(`not connected: ${dialed.kind}`)
    const {transport} = dialed
    // The tunnel is given back when what is inside is over.
    void transport.ended.then(() => opened.udp[Symbol.asyncDispose]())
    return {transport, listener}
  }

  transportContract(() => ({
    connect,
    run: work => work,
    until,
    version: {carrier: 'frame', success: 200, told: {codes: HTTP3_CODES, nameOf: http3Name}},
    frameData: bytes => frame.write(frame.DATA, bytes),
  }))
})
