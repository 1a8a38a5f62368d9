/** A virtual host's own behaviour: sockets, fragments both ways, and what it believes of ICMP. */
import {describe, expect, it} from 'vitest'
import {format} from '../../../src/lib/net/address.js'
import type {UdpPathError} from '../../../src/lib/net/net.js'
import {VirtualNetwork} from '../../../src/lib/proxy/ip/virtual/network.js'
import {HOSTS} from '../../../src/lib/proxy/ip/virtual/plan.js'
import {fragmentAtSource} from '../../../src/lib/proxy/ip/virtual/source-fragments.js'
import {plainError} from '../../../src/lib/proxy/ip/icmp-errors.js'
import {inspect} from '../../../src/lib/proxy/ip/facts.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {datagram, echo, packet, words} from './support/packets.js'

const US = {4: '192.0.2.9', 6: '2001:db8:1::9'} as const

function network() {
  const clock = new VirtualClock()
  const made = new VirtualNetwork(clock, seeded(1))
  const heard: Uint8Array[] = []
  made.receiver = {onPacket: one => heard.push(one)}
  const send = async (...packets: readonly Uint8Array[]): Promise<string[]> => {
    const before = heard.length
    for (const one of packets) made.send(one)
    await clock.advance(50)
    return heard.slice(before).map(words)
  }
  return {made, clock, heard, send}
}

describe.each([4, 6] as const)('IPv%s', of => {
  const host = HOSTS.echo.addresses[of]

  it('joins fragments in any order, and sends large answers in pieces', async () => {
    const {send} = network()
    const pieces = fragmentAtSource(echo(US[of], host, {bytes: 3000, flags: 0}), 1400, 77)
    expect(pieces).toHaveLength(3)
    const answers = await send(...pieces.toReversed())
    const offsets = of === 4 ? [0, 1480, 2960] : [0, 1448, 2896]
    expect(answers.map(line => Number(/fragment (\d+)/.exec(line)?.[1]))).toEqual(offsets)
    expect(await send(pieces[0]!, pieces[2]!)).toEqual([])
  })

  it('does not join what overlaps', async () => {
    const {send} = network()
    const pieces = fragmentAtSource(echo(US[of], host, {bytes: 2000, flags: 0}), 1400, 77)
    expect(await send(pieces[0]!, pieces[0]!, pieces[1]!)).toEqual([])
  })

  it('knows no other protocols', async () => {
    const what = of === 4 ? 'unreachable 2' : 'parameter-problem 1'
    expect(await network().send(packet(US[of], host, 253, new Uint8Array(4)))).toEqual([
      `${host} > ${US[of]} ttl 62: ${what} about ${host}`,
    ])
  })

  it('tells its sockets of errors about their packets, and believes no path to be impossibly narrow', async () => {
    const {made, heard, clock, send} = network()
    const errors: UdpPathError[] = []
    const addresses = HOSTS.responder.addresses
    const remote = format(US[of], 4000)
    const socket = made.responder.net.udp(
      {local: format(addresses[of], 7777), remote},
      {onPacket: () => undefined, onPathError: error => errors.push(error)},
    )
    expect(socket.send(new Uint8Array(1400))).toBe('sent')
    await clock.advance(50)
    const facts = inspect(heard[0]!)!
    await send(plainError(facts, {kind: 'packet-too-big', mtu: 68}, US[of])!)
    expect(errors).toMatchObject([{error: 'EMSGSIZE', mtu: 68, destination: remote, offender: format(US[of], 0)}])
    expect(socket.send(new Uint8Array(1400))).toBe('too-large')
    expect(socket.send(new Uint8Array(500))).toBe('sent')
    expect(await send()).toHaveLength(1)
    socket.close()
    expect(socket.send(new Uint8Array(1))).toBe('closed')
    expect(await send(datagram(US[of], addresses[of], 7777))).toHaveLength(1)
  })

  it('a packet of its own that runs out of hops comes back as an error of the router', async () => {
    const {made, clock} = network()
    const errors: UdpPathError[] = []
    const socket = made.responder.net.udp(
      {local: format(HOSTS.responder.addresses[of], 0), ttl: 1},
      {onPacket: () => undefined, onPathError: error => errors.push(error)},
    )
    expect(socket.send(new Uint8Array(1), {to: format(US[of], 9)})).toBe('sent')
    await clock.advance(50)
    expect(errors.map(({error, offender}) => `${error} ${offender}`)).toEqual([
      `EHOSTUNREACH ${format(of === 4 ? '198.51.100.2' : '2001:db8:2::2', 0)}`,
    ])
  })
})
