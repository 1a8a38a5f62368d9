/** QUIC inside CONNECT-UDP, on the native engine: whole proxies, one behind the other. */
import {describe, expect, it} from 'vitest'
import {loadBinding} from '../../src/lib/native/binding.js'
import {NativeNet} from '../../src/lib/net/native.js'
import {startEmbeddedProxy, type EmbeddedProxy} from '../../src/lib/proxy/embedded.js'
import type {OuterConnection} from '../../src/lib/reach/connection.js'
import {QUIC_BYTES, roomForQuic, TunnelWay} from '../../src/lib/reach/nested.js'
import {systemClock} from '../../src/lib/spec/clock.js'
import {seeded} from '../../src/lib/spec/random.js'
import {openUdp} from '../../src/lib/tunnel/connect-udp.js'
import {parseTarget} from '../../src/lib/tunnel/target.js'
import type {DatagramMode, HttpVersion} from '../../src/lib/http/transport.js'
import {reachProxy} from '../support/reach-proxy.js'

const binding = loadBinding()
const platform = {binding, clock: systemClock, random: seeded(1), net: new NativeNet(binding)}
const {signal} = new AbortController()

async function tunnel(connection: OuterConnection, proxy: EmbeddedProxy, target: string, datagrams: DatagramMode) {
  const request = {template: proxy.template, target: parseTarget(target), datagrams}
  const opened = await openUdp(connection.transport, request, signal)
  if (opened.kind !== 'tunnel') throw new Error(opened.kind)
  return opened.udp
}

describe.each<[HttpVersion, DatagramMode]>([
  ['3', 'frames'],
  ['3', 'capsules'],
  ['2', 'capsules'],
  ['1.1', 'capsules'],
])('HTTP/3 inside a tunnel over HTTP/%s, in %s', (http, datagrams) => {
  it('carries datagrams to the target and back, and is over when the tunnel is', async () => {
    await using outside = await startEmbeddedProxy(platform)
    await using inside = await startEmbeddedProxy(platform)
    const echo = platform.net.udp(
      {local: '127.0.0.1:0'},
      {
        onPacket: ({bytes, start, end, from}) => {
          echo.send(bytes.slice(start, end), {to: from})
        },
      },
    )
    await using outer = await reachProxy(outside, http, platform)
    const carrying = await tunnel(outer, outside, inside.address, datagrams)
    const way = new TunnelWay(carrying)
    expect(await roomForQuic(way, {clock: systemClock, rttMs: 0}, signal)).toBe(true)
    await using inner = await reachProxy(inside, '3', platform, way)
    await using udp = await tunnel(inner, inside, echo.localAddress, 'auto')
    await udp.send(Uint8Array.of(1, 2, 3))
    const answer = await udp.received().next()
    expect([...(answer.value?.payload ?? [])]).toEqual([1, 2, 3])
    expect(way.counts.sent).toBeGreaterThan(2)
    expect(way.counts.received).toBeGreaterThan(2)
    if (datagrams === 'frames') expect(way.limitBytes).toBeGreaterThanOrEqual(QUIC_BYTES)
    else expect(way.limitBytes).toBeUndefined()
    await carrying[Symbol.asyncDispose]()
    expect(await inner.transport.ended).toMatchObject({by: 'network', how: 'connection-closed'})
    echo.close()
  })
})
