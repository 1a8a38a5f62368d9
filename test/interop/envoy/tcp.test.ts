/**
 * Envoy's tunnels over TCP, by our transports alone: HTTP/2 and HTTP/1.1, in TLS and in clear text, which the first octets
 * tell apart there. What `probe udp` makes of them is in the facts on file.
 */
import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {dialH1} from '../../../src/lib/http/h1/dial.js'
import {H2Transport} from '../../../src/lib/http/h2/client.js'
import {CLIENT_SETTINGS} from '../../../src/lib/http/h2/settings.js'
import type {Transport} from '../../../src/lib/http/transport.js'
import {dialStream} from '../../../src/lib/net/stream/dial.js'
import {systemClock as clock} from '../../../src/lib/spec/clock.js'
import {openUdp, type UdpOpened, type UdpTunnel} from '../../../src/lib/tunnel/connect-udp.js'
import {parseTarget} from '../../../src/lib/tunnel/target.js'
import {defaultTemplate, parseTemplate} from '../../../src/lib/tunnel/template.js'
import {peerForAll} from '../support/fixture.js'
import {echo, udpTarget} from '../support/targets.js'

const served = peerForAll('envoy')
const never = new AbortController().signal

async function transport(http: '2' | '1.1', isClear: boolean): Promise<Transport> {
  const trust = {trust: 'roots', rootsPem: readFileSync(served.identity.ca, 'utf8')} as const
  const alpn = [http === '2' ? 'h2' : 'http/1.1']
  const options = {
    remote: `127.0.0.1:${served.peer.port}`,
    clock,
    ...(!isClear && {tls: {serverName: 'localhost', alpn, trust}}),
  }
  if (http === '1.1') {
    const dialed = await dialH1(options, () => ({}), never)
    if (dialed.kind === 'failed') throw new Error(JSON.stringify(dialed.failure))
    return dialed.transport
  }
  const dialed = await dialStream(options, {}, never)
  if (dialed.kind === 'failed') throw new Error(JSON.stringify(dialed.failure))
  return new H2Transport(dialed.stream, {clock, settings: CLIENT_SETTINGS})
}

function open(on: Transport, port: number): Promise<UdpOpened> {
  const template = parseTemplate(defaultTemplate(served.peer.authority))
  return openUdp(on, {template, target: parseTarget(`127.0.0.1:${port}`)}, never)
}

/** One echo of each of these sizes. */
async function echoed(udp: UdpTunnel, sizes: readonly number[]): Promise<number[]> {
  const arriving = udp.received()
  const back: number[] = []
  for (const size of sizes) {
    expect(await udp.send(new Uint8Array(size).fill(size))).toBe('accepted')
    const {value} = await arriving.next()
    back.push(value ? value.payload.length : -1)
  }
  return back
}

describe.each([
  ['TLS', false],
  ['clear text', true],
] as const)('over %s', (_, isClear) => {
  it('HTTP/2 carries payloads of any size in capsules, several tunnels side by side', async () => {
    await using target = await udpTarget(echo)
    await using on = await transport('2', isClear)
    const sizes = [0, 1, 63, 1200, 9000]
    for (let tunnels = 0; tunnels < 2; tunnels++) {
      const opened = await open(on, target.port)
      if (opened.kind !== 'tunnel') throw new Error(opened.kind)
      expect(opened.response.headers).toContainEqual(['capsule-protocol', '?1'])
      expect(await echoed(opened.udp, sizes)).toEqual(sizes)
    }
    expect(new Set(target.asked).size).toBe(2)
  })

  // RFC 9298 section 3.3 asks for 101 and Upgrade. Envoy's UdpUpstream makes its answer without looking at the version
  // of HTTP it goes out by: a 200, and what follows is a body in chunks.
  it('HTTP/1.1 is answered 200 where it must be 101, which is no tunnel', async () => {
    await using target = await udpTarget(echo)
    await using on = await transport('1.1', isClear)
    const opened = await open(on, target.port)
    expect(opened).toMatchObject({kind: 'refused', refusal: {status: 200}})
    if (opened.kind !== 'refused') throw new Error(opened.kind)
    const headers = new Map(opened.refusal.headers.map(([name, value]) => [name.toLowerCase(), value]))
    expect(headers.get('transfer-encoding')).toBe('chunked')
    expect([headers.has('upgrade'), headers.get('capsule-protocol')]).toEqual([false, '?1'])
    expect(target.asked).toEqual([])
  })
})
