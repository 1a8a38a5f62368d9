/** Firewalls between the client and the proxy: each is told apart from the others, and none is blamed on the proxy. */
import {describe, expect, it} from 'vitest'
import {duringAll} from './support/during.js'
import {CARRIES, summary, UNREACHABLE} from './support/summary.js'
import {PROXY_PORT, TunnelLab} from './support/tunnel-lab.js'

const SHORT = ['--count', '1', '--timeout', '1.5']

describe.each([
  {family: 'v4', reject: 'reject with icmp type', unreachable: 'host-unreachable', icmp: 'ICMP type 3 code 1'},
  {family: 'v6', reject: 'reject with icmpv6 type', unreachable: 'addr-unreachable', icmp: 'ICMP type 1 code 3'},
] as const)('over IP$family', ({family, reject, unreachable, icmp}) => {
  const lab = duringAll(() => TunnelLab.create(family))

  it.each(['dport', 'sport'])('UDP is dropped (%s): silence, and the host is known to be there', async direction => {
    const refused = `tcp dport ${PROXY_PORT} reject with tcp reset`
    await using _ = await lab().hosts.edge.rules('forward', `udp ${direction} ${PROXY_PORT} drop`, refused)
    const probed = await lab().probe(...SHORT)
    expect(summary(probed)).toEqual({...UNREACHABLE, blame: 'unknown', diagnosis: 'udp-silent-tcp-refused'})
    expect(probed.facts.because).toMatch(/refuses TCP.*silent over UDP within 1\.5 s.*firewall drops UDP/)
  })

  it('UDP is dropped, and TCP is open on the same port: UDP is blocked, or there is no HTTP/3', async () => {
    await using _ = await lab().hosts.edge.rules('forward', `udp dport ${PROXY_PORT} drop`)
    const probed = await lab().probe(...SHORT)
    expect(summary(probed)).toEqual({...UNREACHABLE, blame: 'unknown', diagnosis: 'udp-silent-tcp-open'})
    expect(probed.facts.because).toMatch(/answers over TCP, but not over UDP.*UDP is blocked/)
  })

  it('UDP is dropped, and any version will do: HTTP/2 is taken, and why HTTP/3 was left is told', async () => {
    await using _ = await lab().hosts.edge.rules('forward', `udp dport ${PROXY_PORT} drop`)
    const probed = await lab().probe('--http', 'auto', ...SHORT)
    expect(summary(probed)).toEqual(CARRIES)
    expect(probed.document.roads.map(({http}) => http)).toEqual(['2'])
    expect(probed.facts.remarks.join()).toMatch(/HTTP\/3 was left in the phase udp: HTTP\/2 was there first/)
  })

  it('UDP is dropped, and all versions were asked for: two of them carry, and it is said of which', async () => {
    await using _ = await lab().hosts.edge.rules('forward', `udp dport ${PROXY_PORT} drop`)
    const {document, exitCode} = await lab().probe('--http', '3', '--http', '2', '--http', '1.1', ...SHORT)
    expect(exitCode).toBe(3)
    expect(document.roads.map(({http, viability, blame}) => [http, viability, blame])).toEqual([
      ['3', 'unreachable', 'unknown'],
      ['2', 'carries-both-ways', null],
      ['1.1', 'carries-both-ways', null],
    ])
  })

  it('everything is dropped: nothing can be said but that', async () => {
    await using _ = await lab().hosts.edge.rules('forward', 'drop')
    const probed = await lab().probe(...SHORT)
    expect(summary(probed)).toEqual({...UNREACHABLE, blame: 'unknown', diagnosis: 'silent'})
    expect(probed.facts.because).toContain('neither over UDP nor over TCP')
  })

  it('a firewall says it is one: at once, and it is the network', async () => {
    await using _ = await lab().hosts.edge.rules('forward', `udp dport ${PROXY_PORT} ${reject} admin-prohibited`)
    const probed = await lab().probe('--count', '1', '--timeout', '30')
    expect(summary(probed)).toEqual({...UNREACHABLE, blame: 'network', diagnosis: 'administratively-prohibited'})
    expect(probed.facts.because).toContain('says that this traffic is prohibited')
  })

  it('a router says that there is no way: at once, with its own words', async () => {
    await using _ = await lab().hosts.edge.rules('forward', `udp dport ${PROXY_PORT} ${reject} ${unreachable}`)
    const probed = await lab().probe('--count', '1', '--timeout', '30')
    expect(summary(probed)).toEqual({...UNREACHABLE, blame: 'network', diagnosis: 'host-unreachable'})
    expect(probed.facts.because).toContain(icmp)
  })

  it('nobody listens there: at once, and whose mistake that is cannot be known', async () => {
    const elsewhere = lab().proxyAddress.replace(/\d+$/, '4430')
    const probed = await lab().probe('--connect-to', elsewhere, '--timeout', '30')
    expect(summary(probed)).toEqual({...UNREACHABLE, blame: 'unknown', diagnosis: 'port-unreachable'})
  })

  it('our own firewall: it is ours', async () => {
    await using _ = await lab().hosts.client.rules('output', `udp dport ${PROXY_PORT} drop`)
    const probed = await lab().probe('--count', '1', '--timeout', '30')
    expect(summary(probed)).toEqual({...UNREACHABLE, blame: 'you', diagnosis: 'cannot-send'})
    expect(probed.document.roads[0]!.diagnosis!.next).toContain('firewall of this host')
  })

  it('what is large is lost on the way back: the handshake began, and that is said', async () => {
    await using _ = await lab().hosts.edge.rules('forward', `udp sport ${PROXY_PORT} meta length > 1000 drop`)
    const {failed, blame, exitCode} = summary(await lab().probe(...SHORT))
    expect({failed, blame, exitCode}).toEqual({failed: 'quic', blame: 'unknown', exitCode: 3})
  })

  it('the way back dies after the handshake: that is no fault of the proxy', async () => {
    const dying = `udp sport ${PROXY_PORT} ct original packets > 3 drop`
    await using _ = await lab().hosts.edge.rules('forward', dying)
    const {exitCode, viability, blame} = summary(await lab().probe(...SHORT))
    expect(exitCode).toBe(3)
    expect(viability).not.toBe('carries-both-ways')
    expect(blame).not.toBe('proxy')
  })
})
