/**
 * Hosts in a row, each joined to the next by a link; those within forward. Addresses are of the prefixes for
 * documentation (RFC 5737, RFC 3849), so that nothing here can be mistaken for a real network.
 */
import {Host, type Side} from './host.js'
import {Namespaces} from './namespaces.js'
import {requireLab} from './requirements.js'

/** Of the links, from left to right: what stands before the last octet, and the bits of the prefix. */
const PREFIXES = [
  {v4: (host: number) => `192.0.2.${host}`, net: '192.0.2.0/24'},
  {v4: (host: number) => `198.51.100.${host}`, net: '198.51.100.0/24'},
  {v4: (host: number) => `203.0.113.${host}`, net: '203.0.113.0/25'},
  {v4: (host: number) => `203.0.113.${host + 128}`, net: '203.0.113.128/25'},
].map(({v4, net}, link) => ({
  v4,
  v6: (host: number) => `2001:db8:${link + 1}::${host}`,
  nets: [net, `2001:db8:${link + 1}::/64`],
  bits: {v4: net.split('/')[1], v6: 64},
}))

/** Routers tell of every packet they drop, and not of some a second: tests would have to wait. */
const ROUTER = {
  'ipv4/ip_forward': 1,
  'ipv6/conf/all/forwarding': 1,
  'ipv4/icmp_ratemask': 0,
  'ipv6/icmp/ratelimit': 0,
}

/** A second or two until an IPv6 address may be used is of no use to a test. */
const AT_ONCE = {'ipv6/conf/all/accept_dad': 0, 'ipv6/conf/default/accept_dad': 0}

export interface Chain<Name extends string> extends AsyncDisposable {
  readonly hosts: Readonly<Record<Name, Host>>
}

/** @throws Error if this host cannot have a lab */
export async function chain<Name extends string>(...names: readonly Name[]): Promise<Chain<Name>> {
  requireLab()
  const namespaces = await Namespaces.create(names)
  try {
    const row = names.map(name => new Host(name, namespaces.full.get(name) ?? ''))
    await Promise.all(row.map(host => host.set(AT_ONCE)))
    for (let link = 0; link + 1 < row.length; link++) await join(row[link]!, row[link + 1]!, link)
    await Promise.all(row.map((host, place) => configure(host, place, row)))
    const hosts = Object.fromEntries(row.map(host => [host.name, host])) as Record<Name, Host>
    return {hosts, [Symbol.asyncDispose]: () => namespaces[Symbol.asyncDispose]()}
  } catch (error) {
    await namespaces[Symbol.asyncDispose]()
    throw error
  }
}

async function join(left: Host, right: Host, link: number): Promise<void> {
  // Two ends of one index look like no pair to the kernel, which then takes a second to see that the link is up.
  const [near, far] = ['index 11 name right', `index 12 name left netns ${right.namespace}`]
  await left.ip(`link add ${near} type veth peer ${far}`)
  await Promise.all([address(left, 'right', link, 1), address(right, 'left', link, 2)])
}

async function address(host: Host, side: Side, link: number, number: number): Promise<void> {
  const {v4, v6, bits} = PREFIXES[link]!
  Object.assign(host[side], {v4: v4(number), v6: v6(number)})
  await host.ip(
    `addr add ${v4(number)}/${bits.v4} dev ${side}`,
    `addr add ${v6(number)}/${bits.v6} dev ${side} nodad`,
    `link set ${side} up`,
  )
}

/** Everything further off is behind one of the two neighbours. */
async function configure(host: Host, place: number, row: readonly Host[]): Promise<void> {
  const routes: string[] = []
  for (let link = 0; link + 1 < row.length; link++) {
    if (link === place || link === place - 1) continue
    const via = link < place ? row[place - 1]!.right : row[place + 1]!.left
    const [net4, net6] = PREFIXES[link]!.nets
    routes.push(`route add ${net4} via ${via.v4}`, `route add ${net6} via ${via.v6}`)
  }
  await host.ip(...routes)
  if (place > 0 && place + 1 < row.length) await host.set(ROUTER)
}
