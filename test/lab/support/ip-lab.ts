/**
 * An IP tunnel into a real kernel: client, proxy (with a TUN device), router, target in a row, and the way back to the
 * proxy's clients known to all of them.
 */
import {chain, type Chain} from './chain.js'
import {duringAll} from './during.js'
import {serve, type Served} from './program.js'

/** Of the documentation prefixes those that the chain leaves free. */
export const POOL = {v4: '203.0.113.128/25', v6: '2001:db8:77::/64'}

export type IpLab = Chain<'client' | 'proxy' | 'router' | 'target'>

export interface IpProxyAnnounced {
  readonly listening: string
  readonly pin: string
  readonly ipTemplate: string
  readonly tun: string
}

/** For the tests of a file: the hosts, and the proxy on one of them. */
export function ipLab(): {readonly lab: () => IpLab; readonly served: () => Served<IpProxyAnnounced>} {
  const lab = duringAll(async () => {
    const made = await chain('client', 'proxy', 'router', 'target')
    const {proxy, router} = made.hosts
    const back = (via: {v4: string; v6: string}): string[] => [
      `route add ${POOL.v4} via ${via.v4}`,
      `route add ${POOL.v6} via ${via.v6}`,
    ]
    await router.ip(...back(proxy.right))
    await made.hosts.target.ip(...back(router.right))
    return made
  })
  const served = duringAll(() =>
    serve<IpProxyAnnounced>(lab().hosts.proxy, [
      ...['proxy', '--listen', `${lab().hosts.proxy.left.v4}:4433`, '--ip', 'tun'],
      ...['--ip-pool', POOL.v4, '--ip-pool', POOL.v6],
    ]),
  )
  return {lab, served}
}
