/** Whether what a proxy advertises leads somewhere (RFC 9484 section 4.7.3). */
import type {IpRange} from '../../wire/connect-ip/route-advertisement.js'
import {compare, family} from '../../wire/ip/address.js'
import type {Known} from '../exchange.js'

/** ICMP is allowed wherever a route leads, whatever protocol the route is for. */
const ICMP = 'icmp'

/** Without any advertisement nothing is known. */
export function leadsTo(routes: readonly IpRange[], destination: string, protocol: number | typeof ICMP): Known {
  if (routes.length === 0) return 'unknown'
  const isCovered = routes.some(
    ({start, end, protocol: only}) =>
      family(start) === family(destination) &&
      compare(start, destination) <= 0 &&
      compare(destination, end) <= 0 &&
      (only === 0 || protocol === ICMP || only === protocol),
  )
  return isCovered ? 'yes' : 'no'
}
