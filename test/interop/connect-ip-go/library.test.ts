/**
 * IP tunnels to connect-ip-go's proxies of today and of 2025, by our library alone: what a session there is, and what
 * becomes of packets in it. Where the two differ, their sources say why.
 */
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {inWords} from '../../../src/lib/http/ending.js'
import {ECHO_HEADER, echoRequest, headerBytes, udpPacket, type Inner} from '../../../src/lib/probe/ip/packet.js'
import type {IpTunnel} from '../../../src/lib/tunnel/connect-ip.js'
import {showAddress} from '../../../src/lib/tunnel/ip-state.js'
import {show as showRange} from '../../../src/lib/wire/connect-ip/route-advertisement.js'
import {peerForAll} from '../support/fixture.js'
import {answerTo, ipClient, settled, stateOf, tunnelOf, type IpClient} from '../support/ip-session.js'
import {echo, udpTarget} from '../support/targets.js'

type Family = 4 | 6
const HOSTS: Readonly<Record<Family, string>> = {4: '198.51.100.10', 6: '2001:db8:1::10'}
const ROUTERS: Readonly<Record<Family, string>> = {4: '192.0.2.1', 6: '2001:db8::1'}

/** From the address of this family that we were assigned. */
function source(ip: IpTunnel, family: Family): string {
  return ip.state.assignedToUs.find(({address}) => address.includes(':') === (family === 6))!.address
}

function echoTo(ip: IpTunnel, family: Family, {to = HOSTS[family], bytes = 84, hopLimit = 64} = {}): Uint8Array {
  const data = new Uint8Array(bytes - headerBytes(family, ECHO_HEADER)).fill(7)
  return echoRequest({source: source(ip, family), destination: to}, {id: 1, sequence: 2, data}, hopLimit)
}

function udpTo(ip: IpTunnel, family: Family, port: number): Uint8Array {
  const ends = {source: source(ip, family), destination: HOSTS[family]}
  return udpPacket(ends, {sourcePort: 40_000, destinationPort: port}, Uint8Array.of(1, 2, 3), 64)
}

const words = (inner: Inner | undefined): string | undefined =>
  inner?.body.kind === 'icmp-error' ? `${inner.source}: ${inner.body.words}` : inner?.body.kind

describe.each(['connect-ip-go', 'connect-ip-go-0.1'] as const)('%s', name => {
  const served = peerForAll(name)
  const isOld = name !== 'connect-ip-go'
  let client: IpClient
  beforeAll(async () => {
    client = await ipClient(served)
  })
  afterAll(async () => {
    await client[Symbol.asyncDispose]()
  })

  const session = async (): Promise<IpTunnel> => {
    const ip = await tunnelOf(client.open())
    await settled(ip)
    return ip
  }

  it('assigns addresses and advertises routes, and breaks no rule with them', async () => {
    await using first = await session()
    const {assignedToUs, routesOfPeer, breaches, remarks, received} = first.state
    expect(assignedToUs.map(showAddress)).toEqual(['192.0.2.2/32', '2001:db8::2/128'])
    expect(routesOfPeer.map(showRange)).toEqual([
      '192.0.2.1',
      '198.51.100.0-198.51.100.255',
      '2001:db8::1',
      '2001:db8:1::-2001:db8:1:ffff:ffff:ffff:ffff:ffff',
    ])
    expect([breaches, remarks, received]).toEqual([[], [], {assignments: 1, requests: 0, advertisements: 1}])
    // Another tunnel on the same connection has addresses of its own.
    await using second = await session()
    expect(second.state.assignedToUs.map(showAddress)).toEqual(['192.0.2.3/32', '2001:db8::3/128'])
  })

  it.each([4, 6] as const)('IPv%d: carries ICMP and UDP echoes, and tells what cannot be reached', async family => {
    await using ip = await session()
    const answer = await answerTo(ip, echoTo(ip, family))
    expect(answer?.body).toMatchObject({kind: 'echo-reply', id: 1, sequence: 2})
    // The library counts a hop where a packet enters the tunnel (RFC 9484 section 4.3).
    expect([answer?.source, answer?.hopLimit, answer?.problems]).toEqual([HOSTS[family], 63, []])
    expect((await answerTo(ip, udpTo(ip, family, 7)))?.body).toMatchObject({kind: 'udp', sourcePort: 7})
    const noHost = HOSTS[family].replace(/10$/, '11')
    expect(words(await answerTo(ip, echoTo(ip, family, {to: noHost})))).toBe(
      `${ROUTERS[family]}: ${family === 4 ? 'host' : 'address'} unreachable`,
    )
    expect(words(await answerTo(ip, udpTo(ip, family, 9)))).toBe(`${HOSTS[family]}: port unreachable`)
    expect(words(await answerTo(ip, echoTo(ip, family, {hopLimit: 1})))).toContain(`${ROUTERS[family]}: `)
  })

  it('asks UDP servers of this machine on behalf of the hosts', async () => {
    await using target = await udpTarget(echo)
    await using ip = await session()
    expect((await answerTo(ip, udpTo(ip, 4, target.port)))?.body).toMatchObject({kind: 'udp', sourcePort: target.port})
    expect(target.asked).toHaveLength(1)
  })

  // The old one begins with QUIC packets of 1280 octets: nothing larger comes back before its path MTU discovery is
  // through, and an IPv6 packet of 1280 octets must (RFC 9484 section 7.2.1, RFC 8200 section 5).
  it(`IPv6 packets of 1280 octets come back at once: ${isOld ? 'not for sure' : 'yes'}`, async () => {
    await using other = await ipClient(served)
    await using ip = await tunnelOf(other.open())
    await settled(ip)
    const largest = await answerTo(ip, echoTo(ip, 6, {bytes: 1280}), 300)
    expect(largest === undefined || largest.bytes === 1280).toBe(true)
    if (!isOld) expect(largest?.bytes).toBe(1280)
    expect((await answerTo(ip, echoTo(ip, 6, {bytes: 1200})))?.bytes).toBe(1200)
  })

  it(`answers a request for addresses: ${isOld ? 'no, it ends the tunnel' : 'yes'}`, async () => {
    await using ip = await session()
    const wanted = [{address: '0.0.0.0', prefixLength: 32}]
    expect(await ip.requestAddresses(wanted)).toBe('accepted')
    if (isOld) {
      // capsule.go: "address request not yet supported". RFC 9484 section 4.7.2 asks for an answer to each.
      expect(inWords(await ip.ended)).toBe('the peer ended the stream')
      return
    }
    const {assignedToUs, breaches} = await stateOf(ip, ({requestsOpen}) => requestsOpen.length === 0)
    expect(assignedToUs.map(entry => [entry.requestId, showAddress(entry)])).toEqual([
      [1n, expect.stringMatching(/^192\.0\.2\.\d+\/32$/)],
    ])
    expect(breaches).toEqual([])
  })

  it(`skips capsules of unknown types: ${isOld ? 'no, it ends the tunnel' : 'yes'}`, async () => {
    await using ip = await session()
    await ip.tunnel.send({kind: 'capsule', type: 0x1234n, value: Uint8Array.of(1)})
    if (isOld) {
      // RFC 9297 section 3.2: they must be skipped. conn.go, readFromStream: "unknown capsule type".
      expect(inWords(await ip.ended)).toBe('the peer ended the stream')
      return
    }
    expect((await answerTo(ip, echoTo(ip, 4)))?.body.kind).toBe('echo-reply')
  })

  // Neither takes a DATAGRAM capsule for one (RFC 9297 section 3.5): it is unknown to the old one and skipped by the new.
  it(`carries packets in capsules: no${isOld ? ', it ends the tunnel' : ''}`, async () => {
    await using ip = await tunnelOf(client.open({datagrams: 'capsules'}))
    await settled(ip)
    expect(await answerTo(ip, echoTo(ip, 4), 300)).toBeUndefined()
    if (isOld) expect(inWords(await ip.ended)).toBe('the peer ended the stream')
    else expect(ip.state.breaches).toEqual([])
  })

  it('has no tunnels for one target: 404', async () => {
    expect(await client.open({target: HOSTS[4]})).toMatchObject({kind: 'refused', refusal: {status: 404}})
  })
})
