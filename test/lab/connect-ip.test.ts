/** IP tunnels through the reference proxy into a real kernel: what the target's own tcpdump sees, and what comes back. */
import {beforeAll, describe, expect, it} from 'vitest'
import {format, parse} from '../../src/lib/net/address.js'
import * as tcp from '../../src/lib/wire/tcp.js'
import {datagram, echo, segment, words} from '../proxy/ip/support/packets.js'
import {until} from '../support/until.js'
import {Agent, type AgentIpTunnel} from './support/agent.js'
import {duringAll} from './support/during.js'
import {ipLab} from './support/ip-lab.js'
import {Tcpdump} from './support/tcpdump.js'

const PROXY = {v4: '203.0.113.129', v6: '2001:db8:77::1'}
const KERNEL = {v4: '203.0.113.130', v6: '2001:db8:77::2'}
const TOS = 0xb8

const {lab, served} = ipLab()
const client = duringAll(() => new Agent(lab().hosts.client))
const target = duringAll(() => new Agent(lab().hosts.target))
let tunnel: AgentIpTunnel

beforeAll(async () => {
  const {listening, pin, ipTemplate} = served().announced
  tunnel = await client().ip(listening, pin, ipTemplate)
})

describe.each(['v4', 'v6'] as const)('IP%s', family => {
  let us: string
  let there: string
  let dump: Tcpdump

  beforeAll(async () => {
    us = tunnel.addresses.find(address => address.includes(':') === (family === 'v6'))!
    there = lab().hosts.target.left[family]
    dump = await Tcpdump.start(lab().hosts.target, 'left', family === 'v4' ? 'ip' : 'ip6')
    return () => dump[Symbol.asyncDispose]()
  })

  /** What comes back to the client, in words. */
  async function ask(packet: Uint8Array): Promise<string> {
    const before = tunnel.packets.length
    await tunnel.send(packet)
    await until(() => tunnel.packets.length > before, 'an answer')
    return words(tunnel.packets.at(-1)!)
  }

  /** Our packet with this in it, as the target's tcpdump tells it: hops left, and marks. */
  async function seen(about: string): Promise<{ttl: number; tos: number}> {
    const isIt = (line: string): boolean => line.includes(about) && line.includes(us)
    await until(() => dump.lines.some(isIt), `tcpdump of ${about}`)
    const line = dump.lines.find(isIt)!
    const [, ttl] = /(?:ttl|hlim) (\d+)/.exec(line)!
    const [, tos = '0'] = /(?:tos|class) (0x[0-9a-f]+)/.exec(line) ?? []
    return {ttl: Number(ttl), tos: Number(tos)}
  }

  /** Two kernels forward on each way, the proxy's and the router's: our own part takes no hop beside them. */
  const onTheWay = {ttl: 62, tos: TOS}

  it('ICMP echo', async () => {
    expect(await ask(echo(us, there, {tos: TOS, sequence: 77}))).toBe(`${there} > ${us} ttl 62: echo-reply 77, 8`)
    expect(await seen('echo request, id 7, seq 77')).toEqual(onTheWay)
  })

  it('UDP, to a socket and back', async () => {
    const socket = await target().open({local: format(there, 0)})
    const port = parse(socket.address)!.port
    await tunnel.send(datagram(us, there, port, {tos: TOS}))
    await until(() => socket.packets.length > 0, 'the datagram')
    expect(socket.packets[0]).toMatchObject({from: format(us, 4000), ...onTheWay})
    const before = tunnel.packets.length
    await socket.send(Buffer.from('back'), {to: format(us, 4000)})
    await until(() => tunnel.packets.length > before, 'an answer')
    expect(words(tunnel.packets.at(-1)!)).toBe(`${there} > ${us} ttl 62: udp ${port} > 4000, 4`)
  })

  it('TCP, as far as a handshake: options come through', async () => {
    await target().ask('listen', {host: there, port: 8080})
    const options = tcp.writeOptions([
      {kind: 'mss', size: 1111},
      {kind: 'sack-permitted'},
      {kind: 'window-scale', shift: 5},
    ])
    const marks = {tos: TOS}
    expect(await ask(segment(us, there, {destinationPort: 8080, options}, marks))).toBe(
      `${there} > ${us} ttl 62: tcp SYN,ACK`,
    )
    expect(await seen('mss 1111,sackOK,wscale 5')).toEqual(onTheWay)
    expect(await ask(segment(us, there, {destinationPort: 8081}))).toBe(`${there} > ${us} ttl 62: tcp RST,ACK`)
  })

  it('traceroute: the kernel of the proxy, the router, the target', async () => {
    const {router} = lab().hosts
    const hops = []
    for (const ttl of [1, 2, 3]) hops.push(await ask(datagram(us, there, 33434, {ttl})))
    expect(hops).toEqual([
      `${KERNEL[family]} > ${us} ttl 64: time-exceeded 0 about ${there}`,
      `${router.left[family]} > ${us} ttl 63: time-exceeded 0 about ${there}`,
      `${there} > ${us} ttl 62: unreachable ${family === 'v4' ? 3 : 4} about ${there}`,
    ])
  })

  it('too big for the tunnel: the target is told by ICMP, with the MTU of the tunnel', async () => {
    const socket = await target().open({local: format(there, 0), remote: format(us, 4000), dontFragment: 'probe'})
    const mtu = await tunnel.mtu()
    expect(mtu).toBeGreaterThanOrEqual(1280)
    expect(mtu).toBeLessThan(1500)
    await socket.send(Buffer.alloc(1500 - 48))
    await until(() => socket.errors.length > 0, 'an ICMP error')
    const told = socket.errors[0]!
    expect(told).toMatchObject({error: 'EMSGSIZE', offender: format(PROXY[family], 0)})
    expect(Math.abs(told.mtu! - mtu)).toBeLessThan(64)
  })

  it('of somebody else’s address nothing passes', async () => {
    const other = family === 'v4' ? '203.0.113.250' : '2001:db8:77::bad'
    const answer = await ask(echo(other, there, {sequence: 99}))
    expect(answer).toContain(`unreachable ${family === 'v4' ? 13 : 5} about ${there}`)
    // What comes later has been seen: so would this have been.
    await ask(echo(us, there, {sequence: 100}))
    await seen('seq 100')
    expect(dump.lines.filter(line => line.includes(other) || line.includes('seq 99'))).toEqual([])
  })

  it('the proxy’s own services are not for clients', async () => {
    expect(await ask(segment(us, PROXY[family], {destinationPort: 22}))).toContain(
      `${PROXY[family]} > ${us} ttl 64: unreachable ${family === 'v4' ? 13 : 1}`,
    )
    expect(await ask(echo(us, PROXY[family]))).toBe(`${PROXY[family]} > ${us} ttl 64: echo-reply 1, 8`)
    for (const address of [KERNEL[family], lab().hosts.proxy.left[family]]) {
      expect(await ask(segment(us, address, {destinationPort: 22}))).toContain('unreachable')
    }
  })
})
