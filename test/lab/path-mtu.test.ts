/** A link with a smaller MTU beyond a router: what our sockets learn of it, and what they then send, in every mode. */
import {beforeEach, describe, expect, it} from 'vitest'
import {format} from '../../src/lib/net/address.js'
import type {UdpOptions} from '../../src/lib/net/net.js'
import {until} from '../support/until.js'
import {Agent, type AgentSocket} from './support/agent.js'
import {chain} from './support/chain.js'
import {duringEach} from './support/during.js'

describe.each([
  {family: 'v4', mtu: 1400, headers: 28, tooBig: {origin: 'icmp', type: 3, code: 4}},
  {family: 'v4', mtu: 1280, headers: 28, tooBig: {origin: 'icmp', type: 3, code: 4}},
  {family: 'v6', mtu: 1400, headers: 48, tooBig: {origin: 'icmpv6', type: 2, code: 0}},
  {family: 'v6', mtu: 1280, headers: 48, tooBig: {origin: 'icmpv6', type: 2, code: 0}},
] as const)('beyond a router, IP$family, the MTU is $mtu', ({family, mtu, headers, tooBig}) => {
  const fitting = payload(mtu - headers)
  const large = payload(mtu - headers + 1)
  // A path is learnt by the kernel and kept: every test has its own.
  const lab = duringEach(async () => {
    const made = await chain('near', 'router', 'far')
    await Promise.all([made.hosts.router.setMtu('right', mtu), made.hosts.far.setMtu('left', mtu)])
    return made
  })
  const near = duringEach(() => new Agent(lab().hosts.near))
  const far = duringEach(() => new Agent(lab().hosts.far))
  let to: AgentSocket

  beforeEach(async () => {
    to = await far().open({local: format(lab().hosts.far.left[family], 0)})
  })

  function open(dontFragment: NonNullable<UdpOptions['dontFragment']>): Promise<AgentSocket> {
    return near().open({local: format(lab().hosts.near.right[family], 0), remote: to.address, dontFragment})
  }

  function report() {
    const offender = format(lab().hosts.router.left[family], 0)
    return {...tooBig, error: 'EMSGSIZE', mtu, offender, destination: to.address}
  }

  async function sizesArrive(...sizes: readonly number[]): Promise<void> {
    await until(() => to.packets.length >= sizes.length, 'arrivals')
    expect(to.packets.map(packet => Buffer.from(packet.payload, 'base64').length)).toEqual(sizes)
  }

  it('probing: every packet that is too large is reported, and none is held back', async () => {
    const from = await open('probe')
    for (const count of [1, 2]) {
      expect(await from.send(large)).toBe('sent')
      await until(() => from.errors.length === count, 'an ICMP error')
    }
    expect(from.errors).toMatchObject([report(), report()])
    const quoted = Buffer.from(from.errors[0]!.quoted, 'base64')
    expect(quoted.length).toBeGreaterThanOrEqual(8)
    expect(quoted.equals(large.subarray(0, quoted.length))).toBe(true)
    expect(await from.send(fitting)).toBe('sent')
    await sizesArrive(fitting.length)
  })

  it('DF on: the first is reported, and from then on our own system refuses', async () => {
    const from = await open('on')
    expect(await from.send(large)).toBe('sent')
    await until(() => from.errors.length === 1, 'an ICMP error')
    expect(from.errors[0]).toMatchObject(report())
    expect(await from.send(large)).toBe('too-large')
    expect(await from.send(fitting)).toBe('sent')
    await sizesArrive(fitting.length)
  })

  if (family === 'v4') {
    it('DF off: the router cuts it in pieces, and it arrives whole', async () => {
      const from = await open('off')
      expect(await from.send(large)).toBe('sent')
      await sizesArrive(large.length)
      expect(from.errors).toEqual([])
    })
  } else {
    it('DF off: no router may cut it; once the MTU is known we do, and it arrives whole', async () => {
      const from = await open('off')
      expect(await from.send(large)).toBe('sent')
      await until(() => from.errors.length === 1, 'an ICMP error')
      expect(from.errors[0]).toMatchObject(report())
      expect(await from.send(large)).toBe('sent')
      await sizesArrive(large.length)
    })
  }
})

/** Told from others by its octets. */
function payload(length: number): Uint8Array {
  return Uint8Array.from({length}, (_, index) => index * 31)
}
