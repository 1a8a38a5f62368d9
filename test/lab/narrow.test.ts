/** Roads whose MTU is small, with routers that say so (ICMP): it carries in smaller datagrams, or the MTU is what is told. */
import {describe, expect, it} from 'vitest'
import {format} from '../../src/lib/net/address.js'
import {duringAll, duringEach} from './support/during.js'
import {CARRIES, summary} from './support/summary.js'
import {TunnelLab} from './support/tunnel-lab.js'

describe.each(['v4', 'v6'] as const)('a narrow road, IP%s', family => {
  // What a kernel learnt of a path it keeps: each test has its own.
  const lab = duringEach(() => TunnelLab.create(family))

  async function narrow(mtu: number): Promise<void> {
    await Promise.all([lab().hosts.edge.setMtu('right', mtu), lab().hosts.proxy.setMtu('left', mtu)])
  }

  it.each([1400, 1280])('MTU %i on the way to the proxy: it carries, in datagrams that fit', async mtu => {
    await narrow(mtu)
    const probed = await lab().probe('--count', '5', '--interval', '0.1')
    expect(summary(probed)).toEqual(CARRIES)
    expect(probed.facts.outer!.mtu).toBeLessThanOrEqual(mtu - (family === 'v4' ? 28 : 48))
    expect(probed.facts.maxPayloadBytes).toBeLessThan(probed.facts.outer!.mtu!)
  })
})

describe('too narrow', () => {
  const lab = duringEach(() => TunnelLab.create())

  it('for QUIC, which needs datagrams of 1200: the path MTU is what is told', async () => {
    await Promise.all([lab().hosts.edge.setMtu('right', 1200), lab().hosts.proxy.setMtu('left', 1200)])
    const probed = await lab().probe('--count', '1', '--timeout', '3')
    expect(summary(probed)).toMatchObject({
      exitCode: 3,
      viability: 'unreachable',
      blame: 'network',
    })
    expect(probed.facts.because).toMatch(/MTU/)
  })
})

describe('a responder that cannot be reached directly', () => {
  const lab = duringAll(() => TunnelLab.create())

  it('does not hold up a run whose tunnel answers', async () => {
    await using responder = await lab().serveResponder(format(lab().hosts.target.left.v4, 4435))
    await using _ = await lab().hosts.proxy.rules('forward', 'udp dport 4435 drop')
    const began = performance.now()
    const probed = await lab().probeTo(responder.announced.listening, '--count', '2', '--timeout', '15')
    expect(summary(probed)).toEqual(CARRIES)
    expect(performance.now() - began).toBeLessThan(10_000)
  })
})
