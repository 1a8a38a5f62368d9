/** What `serve proxy` offers behind IP tunnels, as its flags say: the virtual network, the kernel behind a TUN device, or nothing. */
import {loadBinding} from '../native/binding.js'
import {NetError} from '../net/net.js'
import {KernelNetwork} from '../proxy/ip/kernel.js'
import type {IpNetwork} from '../proxy/ip/network.js'
import {checkPools} from '../proxy/ip/pool.js'
import {overlap, parsePrefix, show, type Prefix} from '../proxy/ip/prefix.js'
import {VirtualNetwork} from '../proxy/ip/virtual/network.js'
import {HOSTS, POOLS, REACHABLE} from '../proxy/ip/virtual/plan.js'
import type {Platform} from '../reach/options.js'
import {CliError} from './errors.js'
import {log} from './serve.js'

export interface IpFlags {
  readonly kind: 'virtual' | 'tun' | 'off'
  readonly tun: string
  readonly pools: readonly string[]
  readonly routes: readonly string[]
}

export interface ServedIp {
  readonly network: IpNetwork
  readonly pools: readonly Prefix[]
  /** For the announcement: for people, and for programs. */
  readonly words: readonly string[]
  readonly json: Readonly<Record<string, unknown>>
}

/** undefined: no IP tunnels. @throws CliError */
export function openIpNetwork(flags: IpFlags, platform: Platform): ServedIp | undefined {
  const given = {
    pools: told('ip-pool', () => {
      const pools = flags.pools.map(parsePrefix)
      checkPools(pools)
      return pools
    }),
    routes: told('ip-route', () => flags.routes.map(parsePrefix)),
  }
  if (flags.kind !== 'tun' && given.routes.length > 0) {
    throw new CliError('--ip-route is for --ip tun: what the virtual network has is always the same', {
      code: 'bad-flag',
    })
  }
  switch (flags.kind) {
    case 'off':
      return undefined
    case 'virtual':
      return virtual(given.pools, platform)
    case 'tun':
      return kernel(flags.tun, given, platform)
  }
}

function virtual(given: readonly Prefix[], {clock, random}: Platform): ServedIp {
  const pools = given.length > 0 ? given : POOLS.map(parsePrefix)
  const inTheWay = REACHABLE.map(parsePrefix).find(taken => pools.some(pool => overlap(pool, taken)))
  if (inTheWay) {
    throw new CliError(`--ip-pool: ${show(inTheWay)} belongs to the virtual network`, {
      code: 'bad-flag',
      next: `another prefix, such as ${POOLS[0]}`,
    })
  }
  const hosts = Object.entries(HOSTS).map(([name, {addresses}]) => [name, [addresses[4], addresses[6]]] as const)
  return {
    network: new VirtualNetwork(clock, random.fork('virtual')),
    pools,
    words: [`IP tunnels lead to the virtual network: ${hosts.map(([name, [v4]]) => `${name} ${v4}`).join(', ')}`],
    json: {ip: 'virtual', ipPools: pools.map(show), ipHosts: Object.fromEntries(hosts)},
  }
}

function kernel(
  tun: string,
  {pools, routes}: {readonly pools: readonly Prefix[]; readonly routes: readonly Prefix[]},
  {net}: Platform,
): ServedIp {
  if (pools.length === 0) {
    throw new CliError('--ip tun needs addresses for its clients', {
      code: 'bad-flag',
      next: '--ip-pool PREFIX, of a network that nobody else uses',
    })
  }
  try {
    const onLost = (error: string): void => {
      log(`the TUN device was taken away (${error}): IP tunnels lead nowhere any more`)
    }
    const network = new KernelNetwork(loadBinding(), {tun, pools, routes, net, onLost})
    const {name, reachable} = network
    return {
      network,
      pools,
      words: [`IP tunnels lead to ${name}, and on as this kernel routes (it must forward: sysctl net.ipv4.ip_forward)`],
      json: {ip: 'tun', tun: name, ipPools: pools.map(show), ipRoutes: reachable.map(show)},
    }
  } catch (error) {
    if (error instanceof NetError)
      throw new CliError(error.message, {code: error.code, next: '--ip virtual needs no permission'})
    throw error
  }
}

function told<T>(flag: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof RangeError) throw new CliError(`--${flag}: ${error.message}`, {code: 'bad-flag'})
    throw error
  }
}
