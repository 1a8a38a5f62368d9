/**
 * Who lives where in the virtual network. All prefixes are those for documentation (RFC 5737, RFC 3849), so nothing in
 * it can be mistaken for, or leak into, a real network. Two routers stand between the proxy and every host.
 */
import type {Family} from '../../../wire/ip/address.js'

export type Addresses = Readonly<Record<Family, string>>

export interface HostPlan {
  readonly name: string
  readonly addresses: Addresses
  /** Of the link between it and the last router. */
  readonly mtu: number
  /** TCP ports on which a handshake is answered. */
  readonly tcpPorts: readonly number[]
  /** UDP ports that send back what comes. */
  readonly echoPorts: readonly number[]
}

export const POOLS = ['192.0.2.0/24', '2001:db8:1::/64'] as const

/** From the proxy on. */
export const ROUTERS: readonly Addresses[] = [
  {4: '198.51.100.1', 6: '2001:db8:2::1'},
  {4: '198.51.100.2', 6: '2001:db8:2::2'},
]

export const REACHABLE = [
  '198.51.100.0/24',
  '203.0.113.0/24',
  '2001:db8:2::/64',
  '2001:db8:3::/64',
  '2001:db8:4::/64',
] as const

export const LINK_MTU = 1500
/** Small enough for "packet too big" through any tunnel, large enough for IPv6. */
const NARROW_MTU = 1300

export const HOSTS = {
  /** Nothing answers there but ICMP, until somebody runs a responder on it. */
  responder: {
    name: 'responder.example',
    addresses: {4: '203.0.113.7', 6: '2001:db8:3::7'},
    mtu: LINK_MTU,
    tcpPorts: [],
    echoPorts: [],
  },
  echo: {
    name: 'echo.example',
    addresses: {4: '203.0.113.8', 6: '2001:db8:3::8'},
    mtu: LINK_MTU,
    tcpPorts: [7, 80],
    echoPorts: [7],
  },
  narrow: {
    name: 'narrow.example',
    addresses: {4: '203.0.113.135', 6: '2001:db8:4::7'},
    mtu: NARROW_MTU,
    tcpPorts: [80],
    echoPorts: [7],
  },
} as const satisfies Readonly<Record<string, HostPlan>>
