/** Firewalls between the proxy and the target: the tunnel is there, and what it carries is told by direction. */
import {describe, expect, it} from 'vitest'
import {duringAll} from './support/during.js'
import {CARRIES, NOT_SHOWN, summary} from './support/summary.js'
import {RESPONDER_PORT, TunnelLab} from './support/tunnel-lab.js'

const SHORT = ['--count', '6', '--interval', '0.02', '--timeout', '1.5']

describe.each([
  {family: 'v4', header: 'ip', reject: 'reject with icmp type admin-prohibited'},
  {family: 'v6', header: 'ip6', reject: 'reject with icmpv6 type admin-prohibited'},
] as const)('over IP$family', ({family, header, reject}) => {
  const lab = duringAll(() => TunnelLab.create(family))
  /** Packets of the tunnel: those of the direct way have the client's address. */
  const requests = (): string => `${header} saddr ${lab().hosts.proxy.right[family]} udp dport ${RESPONDER_PORT}`
  const replies = (): string => `${header} daddr ${lab().hosts.proxy.right[family]} udp sport ${RESPONDER_PORT}`

  it('replies are lost: it carries up and not down, as the responder itself says', async () => {
    await using _ = await lab().hosts.core.rules('forward', `${replies()} drop`)
    const probed = await lab().probe(...SHORT)
    const answers = 'yes yes yes no'
    expect(summary(probed)).toEqual({...NOT_SHOWN, viability: 'carries-up', blame: 'unknown', answers})
    expect(probed.facts).toMatchObject({
      reportCameBy: 'direct',
      datagrams: {sent: 6, received: 0, lostUp: 0, lostDown: 6},
    })
    expect(probed.facts.because).toContain('the responder saw 6 datagrams and answered 6, but no answer came back')
  })

  it.each(['drop', reject])('requests are lost (%s): accepted, and nothing arrived', async action => {
    await using _ = await lab().hosts.core.rules('forward', `${requests()} ${action}`)
    const probed = await lab().probe(...SHORT)
    const answers = 'yes yes no unknown'
    expect(summary(probed)).toEqual({...NOT_SHOWN, viability: 'accepted', blame: 'unknown', answers})
    expect(probed.facts).toMatchObject({reportCameBy: 'direct', datagrams: {sent: 6, lostUp: 6, lostDown: 0}})
    expect(probed.facts.because).toContain('none of 6 datagrams reached the responder')
  })

  it('nothing reaches the responder by any way: nothing is known, and nobody is blamed', async () => {
    await using _ = await lab().hosts.core.rules('forward', `udp dport ${RESPONDER_PORT} drop`)
    const probed = await lab().probe(...SHORT)
    const answers = 'yes yes unknown unknown'
    expect(summary(probed)).toEqual({...NOT_SHOWN, viability: 'accepted', blame: 'unknown', answers})
    expect(probed.facts.because).toContain('does not answer directly either')
    expect(probed.facts.notKnown).not.toEqual([])
  })

  it('every second reply is lost: it carries both ways, and the loss is told by direction', async () => {
    await using _ = await lab().hosts.core.rules('forward', `${replies()} numgen inc mod 2 == 0 drop`)
    const probed = await lab().probe('--count', '20', '--interval', '0.01', '--timeout', '1.5')
    expect(summary(probed)).toEqual(CARRIES)
    const {sent, received, lostUp, lostDown} = probed.facts.datagrams!
    expect({sent, lostUp}).toEqual({sent: 20, lostUp: 0})
    expect(received + lostDown!).toBe(20)
    expect(Math.abs(lostDown! - 10)).toBeLessThanOrEqual(1)
  })
})
