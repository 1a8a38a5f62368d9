/** The largest payloads where real kernels and routers set the limit: between proxy and target, and on the way to the proxy. */
import {describe, expect, it} from 'vitest'
import type {PayloadWay} from '../../src/lib/report/payload-facts.js'
import {duringEach} from './support/during.js'
import {CARRIES, summary} from './support/summary.js'
import {TunnelLab} from './support/tunnel-lab.js'

const short = (way: PayloadWay | null | undefined) => way && [way.largestBytes, way.smallestLostBytes, way.limitedBy]

describe.each([
  ['v4', 28],
  ['v6', 48],
] as const)('IP%s', (family, headers) => {
  // What a kernel learnt of a path it keeps: each test has its own.
  const lab = duringEach(() => TunnelLab.create(family))

  async function narrowBehindTheProxy(mtu: number): Promise<void> {
    const {core, target} = lab().hosts
    await Promise.all([core.setMtu('right', mtu), target.setMtu('left', mtu)])
  }

  it.each([1400, 1280])('MTU %i behind the proxy: what is larger does not arrive, and the tunnel lives', async mtu => {
    await narrowBehindTheProxy(mtu)
    const probed = await lab().probe('--count', '5', '--interval', '0.05')
    expect(summary(probed)).toEqual(CARRIES)
    const {payload, tunnelEnding} = probed.facts
    const limit = mtu - headers
    expect(short(payload?.up.capsule)).toEqual([limit, limit + 1, 'beyond-us'])
    if (limit < 1412) expect(short(payload?.up.frame)).toEqual([limit, limit + 1, 'beyond-us'])
    // The target's own interface is that narrow: its system refuses at once.
    expect(short(payload?.down.frame)).toEqual([limit, limit + 1, 'responder-system'])
    expect(payload?.up.capsule?.sizes.every(({endedTunnels}) => endedTunnels === 0)).toBe(true)
    expect(tunnelEnding).toBeNull()
  })

  it('MTU 1400 on the way to the proxy: frames end with it, capsules do not', async () => {
    const {edge, proxy} = lab().hosts
    await Promise.all([edge.setMtu('right', 1400), proxy.setMtu('left', 1400)])
    const {payload, outer} = (await lab().probe('--count', '5', '--interval', '0.1')).facts
    const [whole, ...rest] = payload!.up.frame!.sum!.map(({bytes}) => bytes)
    expect(whole).toBe(outer!.mtu! + headers)
    expect(whole).toBeLessThanOrEqual(1400)
    expect(whole! + rest.slice(0, -1).reduce((sum, bytes) => sum + bytes, 0)).toBe(payload!.up.frame!.largestBytes)
    expect(payload?.up.frame).toMatchObject({smallestLostBytes: null, limitedBy: 'outer-path'})
    // Behind the proxy it is an Ethernet's MTU.
    expect(short(payload?.up.capsule)).toEqual([1500 - headers, 1501 - headers, 'beyond-us'])
  })
})

describe('a proxy whose packets leave without DF', () => {
  const lab = duringEach(() => TunnelLab.create())

  it('is cut into pieces by routers, and what is larger arrives: from here nobody sees that', async () => {
    const {core, proxy, target} = lab().hosts
    await Promise.all([core.setMtu('right', 1400), target.setMtu('left', 1400)])
    // As an egress would have it that clears the bit: here the kernel on the proxy's way out does.
    await using _ = await proxy.rules('output', 'meta l4proto udp ip frag-off & 0x4000 != 0 ip frag-off set 0')
    const {payload} = (await lab().probe('--count', '5', '--interval', '0.05')).facts
    expect(payload!.up.capsule!.largestBytes).toBeGreaterThan(1372)
  })
})
