/**
 * What the interface of a tunnel should look like, from what the proxy said: addresses, routes, MTU. A plan is a value;
 * how one becomes another is a list of commands, to be run or to be shown.
 */
import type {IpSessionState} from '../../tunnel/ip-state.js'
import {BITS, family, fromOctets, isInPrefix, toOctets} from '../../wire/ip/address.js'
import {MIN_MTU} from '../../wire/ip/v6.js'
import {showPrefix, toPrefixes, type Prefix} from './prefixes.js'

export interface Plan {
  readonly mtu: number
  /** Single addresses: a prefix is ours as a whole, but a host has one address of it. */
  readonly addresses: readonly string[]
  readonly routes: readonly string[]
  /** What was left out, and why. */
  readonly left: readonly string[]
}

export interface PlanOptions {
  /** Of the tunnel now. */
  readonly mtu: number
  /** Whether routes to everything are wanted. */
  readonly defaultRoute: boolean
}

/** More would be routes for a router; each is a command. */
const MAX_ROUTES = 1024
/** Nothing on the way carries more in one packet, so there is no use in a larger MTU. */
const USUAL_MTU = 1500

export const NO_PLAN: Plan = {mtu: 0, addresses: [], routes: [], left: []}

export function planFor(
  {assignedToUs, routesOfPeer}: Pick<IpSessionState, 'assignedToUs' | 'routesOfPeer'>,
  {mtu, defaultRoute}: PlanOptions,
): Plan {
  const noIpv6 = mtu < MIN_MTU
  const left: string[] = []
  const isUsable = (text: string): boolean => !noIpv6 || family(text) === 4
  const addresses = assignedToUs.filter(({address}) => isUsable(address)).map(hostAddress)
  const families = new Set(addresses.map(family))
  if (
    noIpv6 &&
    [...assignedToUs.map(({address}) => address), ...routesOfPeer.map(({start}) => start)].some(
      text => family(text) === 6,
    )
  ) {
    left.push(`IPv6, which needs packets of ${MIN_MTU} octets: the tunnel carries ${mtu} now`)
  }
  const prefixes = routesOfPeer
    .filter(({start}) => isUsable(start) && families.has(family(start)))
    .flatMap(({start, end}) => toPrefixes(start, end))
  const routes = [...new Set(prefixes.filter(prefix => !isDefault(prefix)).map(showPrefix))]
  for (const prefix of prefixes.filter(isDefault)) {
    if (defaultRoute) routes.push(...halves(prefix))
    else left.push(`${showPrefix(prefix)}, as that is everything: --default-route takes it`)
  }
  if (routes.length > MAX_ROUTES) left.push(`${routes.length - MAX_ROUTES} routes of ${routes.length}`)
  return {
    mtu: Math.min(mtu, USUAL_MTU),
    addresses: [...new Set(addresses)],
    routes: [...new Set(routes)].slice(0, MAX_ROUTES),
    left: [...new Set(left)],
  }
}

/** Whether a plan would take packets to this address into the tunnel. */
export function covers({routes}: Plan, address: string): boolean {
  return routes.some(route => {
    const [prefix = '', bits = '0'] = route.split('/')
    return isInPrefix(address, prefix, Number(bits))
  })
}

/** From one plan to the next, each as the words behind `ip`. What is taken away goes first. */
export function steps(device: string, before: Plan, after: Plan): string[][] {
  const gone = (old: readonly string[], now: readonly string[]): string[] => old.filter(each => !now.includes(each))
  const route = (action: string, prefix: string): string[] => [flag(prefix), 'route', action, prefix, 'dev', device]
  const address = (action: string, ip: string): string[] => [
    ...[flag(ip), 'address', action, `${ip}/${BITS[family(ip)]}`, 'dev', device],
    // Nobody else is on this link, so there is nobody to ask whether the address is taken.
    ...(action === 'add' && family(ip) === 6 ? ['nodad'] : []),
  ]
  return [
    ...gone(before.routes, after.routes).map(prefix => route('del', prefix)),
    ...gone(before.addresses, after.addresses).map(ip => address('del', ip)),
    ...(before.mtu === after.mtu ? [] : [['link', 'set', 'dev', device, 'mtu', String(after.mtu), 'up']]),
    ...gone(after.addresses, before.addresses).map(ip => address('add', ip)),
    ...gone(after.routes, before.routes).map(prefix => route('add', prefix)),
  ]
}

function flag(prefix: string): '-4' | '-6' {
  return family(prefix) === 4 ? '-4' : '-6'
}

/** Of a larger prefix the second address: the first stands for the network, or for all of its routers. */
function hostAddress({address, prefixLength}: Prefix): string {
  if (prefixLength >= BITS[family(address)] - 1) return address
  const octets = toOctets(address)
  octets[octets.length - 1] = (octets.at(-1) ?? 0) | 1
  return fromOctets(octets)
}

function isDefault({prefixLength}: Prefix): boolean {
  return prefixLength === 0
}

/** More specific than the default route that is there, which stays as it is. */
function halves({address}: Prefix): string[] {
  return family(address) === 4 ? ['0.0.0.0/1', '128.0.0.0/1'] : ['::/1', '8000::/1']
}
