/** Addresses for documentation that lie outside of all that a proxy advertised: nobody is there, whoever forwards to them. */
import type {IpRig} from '../spec/tunnel-rig.js'
import {compare, family as familyOf, isInPrefix, type Family} from '../wire/ip/address.js'

const CANDIDATES: Readonly<Record<Family, readonly string[]>> = {
  4: ['198.51.100.250', '203.0.113.250', '192.0.2.250'],
  6: ['2001:db8:ffff:ffff::fa', '3fff:fff::fa'],
}

/** undefined: nothing was advertised for the family, so that nothing is outside of it; or everything was. */
export function outside({ip}: IpRig, family: Family): string | undefined {
  const {routesOfPeer, assignedToUs} = ip.state
  const routes = routesOfPeer.filter(({start}) => familyOf(start) === family)
  if (routes.length === 0) return undefined
  const isCovered = (address: string): boolean =>
    routes.some(({start, end}) => compare(start, address) <= 0 && compare(address, end) <= 0)
  const isOurs = (address: string): boolean =>
    assignedToUs.some(prefix => isInPrefix(address, prefix.address, prefix.prefixLength))
  return CANDIDATES[family].find(address => !isCovered(address) && !isOurs(address))
}
