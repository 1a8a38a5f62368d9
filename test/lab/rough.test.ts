/** Roads that are long, lossy or narrow: none of that is a fault of the proxy, and the tool must not say so. */
import {describe, expect, it} from 'vitest'
import {format} from '../../src/lib/net/address.js'
import {Agent} from './support/agent.js'
import {duringAll} from './support/during.js'
import {CARRIES, summary} from './support/summary.js'
import {PROXY_PORT, RESPONDER_PORT, TunnelLab} from './support/tunnel-lab.js'

const EVERY_TENTH = 'numgen inc mod 10 == 0 drop'
const SERIES = ['--count', '60', '--interval', '0.02']

describe('loss', () => {
  const lab = duringAll(() => TunnelLab.create())

  it('one packet in ten between client and proxy, both ways: it carries', async () => {
    await using _ = await lab().hosts.edge.rules(
      'forward',
      `udp sport ${PROXY_PORT} ${EVERY_TENTH}`,
      `udp dport ${PROXY_PORT} ${EVERY_TENTH}`,
    )
    const probed = await lab().probe(...SERIES)
    expect(summary(probed)).toEqual(CARRIES)
    const {sent, received, lost} = probed.facts.datagrams!
    expect(received + lost).toBe(sent)
    expect(lost).toBeGreaterThan(0)
  })

  it('one packet in ten between proxy and target, both ways: it carries, and the directions add up', async () => {
    await using _ = await lab().hosts.core.rules(
      'forward',
      `udp sport ${RESPONDER_PORT} ${EVERY_TENTH}`,
      `udp dport ${RESPONDER_PORT} ${EVERY_TENTH}`,
    )
    const probed = await lab().probe(...SERIES)
    expect(summary(probed)).toEqual(CARRIES)
    const {lost, lostUp, lostDown} = probed.facts.datagrams!
    expect(lostUp! + lostDown!).toBe(lost)
    expect(lostUp).toBeGreaterThan(2)
    expect(lostDown).toBeGreaterThan(2)
  })
})

describe('delay', () => {
  const lab = duringAll(() => TunnelLab.create())
  const relay = duringAll(() => new Agent(lab().hosts.edge))

  /** The client speaks to the edge, which passes everything on 100 ms late: this kernel need not have netem. */
  async function slowly(): Promise<string> {
    const {edge, proxy} = lab().hosts
    const to = {host: proxy.left.v4, port: PROXY_PORT}
    await relay().ask('relay', {host: edge.left.v4, port: PROXY_PORT, to, delayMs: 100})
    return format(edge.left.v4, PROXY_PORT)
  }

  it('100 ms each way and one packet in ten lost: it carries, and the time is right', async () => {
    const through = await slowly()
    await using _ = await lab().hosts.client.rules('input', `udp sport ${PROXY_PORT} ${EVERY_TENTH}`)
    const probed = await lab().probe('--connect-to', through, ...SERIES)
    expect(summary(probed)).toEqual(CARRIES)
    const {rttMs, lost} = probed.facts.datagrams!
    expect(rttMs!.min).toBeGreaterThanOrEqual(199)
    expect(rttMs!.median).toBeLessThan(400)
    expect(probed.facts.outer!.rttMs!.min).toBeGreaterThanOrEqual(199)
    expect(lost).toBeGreaterThan(0)
    expect(lost).toBeLessThan(20)
  })
})

describe.each(['v4', 'v6'] as const)('a black hole, IP%s', family => {
  const lab = duringAll(() => TunnelLab.create(family))

  it('what is large is lost without a word: it carries, in datagrams that pass', async () => {
    await using _ = await lab().hosts.edge.rules('forward', 'meta length > 1300 drop')
    const probed = await lab().probe('--count', '5', '--interval', '0.1')
    expect(summary(probed)).toEqual(CARRIES)
    expect(probed.facts.outer!.mtu).toBeLessThanOrEqual(1300 - 28)
    expect(probed.facts.maxPayloadBytes).toBeLessThan(probed.facts.outer!.mtu!)
  })
})
