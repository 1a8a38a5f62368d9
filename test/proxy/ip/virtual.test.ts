/** The virtual network through the reference proxy: what a client sees of hops, hosts, closed ports and a narrow link. */
import {describe, expect, it} from 'vitest'
import {HOSTS, ROUTERS} from '../../../src/lib/proxy/ip/virtual/plan.js'
import * as tcp from '../../../src/lib/wire/tcp.js'
import {datagram, echo, segment, words} from './support/packets.js'
import {world} from './support/world.js'

describe.each([4, 6] as const)('IPv%s', of => {
  const host = HOSTS.echo.addresses[of]
  const [near, far] = [ROUTERS[0]![of], ROUTERS[1]![of]]
  const proxy = of === 4 ? '192.0.2.1' : '2001:db8:1::1'

  it('answers echo: two routers and the proxy take a hop each on the way back', async () => {
    const client = await world().client()
    const us = client.address(of)
    const came = await client.ask(echo(us, host))
    expect(came.map(words)).toEqual([`${host} > ${us} ttl 61: echo-reply 1, 8`])
  })

  it('traceroute: the proxy takes no hop on decapsulation, then two routers, then the host', async () => {
    const client = await world().client()
    const us = client.address(of)
    const hops = []
    for (const ttl of [1, 2, 3]) hops.push(...(await client.ask(datagram(us, host, 33434, {ttl}))))
    const closed = of === 4 ? 'unreachable 3' : 'unreachable 4'
    expect(hops.map(words)).toEqual([
      `${near} > ${us} ttl 63: time-exceeded 0 about ${host}`,
      `${far} > ${us} ttl 62: time-exceeded 0 about ${host}`,
      `${host} > ${us} ttl 61: ${closed} about ${host}`,
    ])
  })

  it('echoes UDP, with the marks it came with', async () => {
    const client = await world().client()
    const us = client.address(of)
    const [reply] = await client.ask(datagram(us, host, 7, {tos: 0xb9}))
    expect(words(reply!)).toBe(`${host} > ${us} ttl 61: udp 7 > 4000, 8`)
    const tos = of === 4 ? reply![1] : ((reply![0]! & 15) << 4) | (reply![1]! >> 4)
    expect(tos).toBe(0xb9)
  })

  it('shakes hands over TCP, and refuses where nobody listens', async () => {
    const client = await world().client()
    const us = client.address(of)
    const options = tcp.writeOptions([
      {kind: 'mss', size: 1200},
      {kind: 'sack-permitted'},
      {kind: 'window-scale', shift: 3},
      {kind: 'timestamps', value: 77, echo: 0},
    ])
    const [answer] = await client.ask(segment(us, host, {sequence: 100, options}))
    expect(words(answer!)).toBe(`${host} > ${us} ttl 61: tcp SYN,ACK`)
    const refused = await client.ask(segment(us, host, {destinationPort: 81}))
    expect(refused.map(words)).toEqual([`${host} > ${us} ttl 61: tcp RST,ACK`])
    const {ACK, FIN, RST} = tcp.FLAG
    const data = {payload: new Uint8Array(5), acknowledgment: 1, sequence: 101}
    expect((await client.ask(segment(us, host, {flags: ACK, ...data}))).map(words)).toEqual([
      `${host} > ${us} ttl 61: tcp ACK`,
    ])
    expect((await client.ask(segment(us, host, {flags: FIN | ACK, acknowledgment: 1}))).map(words)).toEqual([
      `${host} > ${us} ttl 61: tcp FIN,ACK`,
    ])
    expect(await client.ask(segment(us, host, {flags: RST, acknowledgment: 1}))).toEqual([])
  })

  it('says that the narrow link is narrow, and takes what fits', async () => {
    const client = await world().client()
    const [us, narrow] = [client.address(of), HOSTS.narrow.addresses[of]]
    const header = of === 4 ? 28 : 48
    expect((await client.ask(echo(us, narrow, {bytes: 1301 - header}))).map(words)).toEqual([
      `${far} > ${us} ttl 62: packet-too-big 1300 about ${narrow}`,
    ])
    expect((await client.ask(echo(us, narrow, {bytes: 1300 - header}))).map(words)).toEqual([
      `${narrow} > ${us} ttl 61: echo-reply 1, ${1300 - header}`,
    ])
  })

  it('knows who is nobody: on a link that is there, and where no link is', async () => {
    const client = await world().client()
    const us = client.address(of)
    const [absent, elsewhere] = of === 4 ? ['203.0.113.99', '192.88.99.1'] : ['2001:db8:3::99', '2001:db8:99::1']
    expect((await client.ask(echo(us, absent))).map(words)).toEqual([
      `${far} > ${us} ttl 62: unreachable ${of === 4 ? 1 : 3} about ${absent}`,
    ])
    expect((await client.ask(echo(us, elsewhere))).map(words)).toEqual([
      `${proxy} > ${us} ttl 64: unreachable 0 about ${elsewhere}`,
    ])
  })

  it('routers and the proxy answer echo themselves', async () => {
    const client = await world().client()
    const us = client.address(of)
    for (const [address, ttl] of [
      [proxy, 64],
      [near, 63],
      [far, 62],
    ] as const) {
      expect((await client.ask(echo(us, address))).map(words)).toEqual([
        `${address} > ${us} ttl ${ttl}: echo-reply 1, 8`,
      ])
    }
  })
})

it('assigns from its pools, and advertises what it leads to', async () => {
  const client = await world().client()
  const {assignedToUs, routesOfPeer, breaches} = client.ip.state
  expect(breaches).toEqual([])
  expect(assignedToUs.map(({requestId, prefixLength}) => [requestId, prefixLength])).toEqual([
    [0n, 32],
    [0n, 128],
  ])
  expect(client.address(4)).toMatch(/^192\.0\.2\.\d+$/)
  expect(client.address(6)).toMatch(/^2001:db8:1:/)
  expect(routesOfPeer.map(({start, end, protocol}) => `${start}-${end} ${protocol}`)).toEqual([
    '192.0.2.1-192.0.2.1 0',
    '198.51.100.0-198.51.100.255 0',
    '203.0.113.0-203.0.113.255 0',
    '2001:db8:1::1-2001:db8:1::1 0',
    ...[2, 3, 4].map(link => `2001:db8:${link}::-2001:db8:${link}:0:ffff:ffff:ffff:ffff 0`),
  ])
})
