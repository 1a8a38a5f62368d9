/** What people are told of an interface whose packets go through a proxy. */
import type {Plan} from '../forward/ip/plan.js'
import type {IpCounts} from '../forward/ip/pump.js'

/** More of them fill the screen and are in --format jsonl. */
const SHOWN = 8

export function readyLines({device, proxy}: {readonly device: string; readonly proxy: string}, plan: Plan): string[] {
  return [
    `${device.padEnd(9)} ${plan.addresses.join(', ') || 'no address'}, MTU ${plan.mtu}`,
    `routes    ${some(plan.routes)}`,
    `through   ${proxy}`,
    'until it is interrupted (Ctrl-C)',
  ]
}

export function planLines({addresses, routes, mtu, left}: Plan): string[] {
  const now = `addresses ${addresses.join(', ') || 'none'}; routes ${some(routes)}; MTU ${mtu}`
  return [now, ...left.map(text => `left out: ${text}`)]
}

export function countLines({up, down, dropped}: IpCounts): string[] {
  const reasons = Object.entries(dropped)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${count} ${REASONS[reason as keyof IpCounts['dropped']]}`)
  return [
    `up        ${up.packets} packets, ${up.bytes} octets`,
    `down      ${down.packets} packets, ${down.bytes} octets`,
    `dropped   ${reasons.join(', ') || 'none'}`,
  ]
}

function some(list: readonly string[]): string {
  if (list.length === 0) return 'none'
  return list.length > SHOWN ? `${list.slice(0, SHOWN).join(', ')} and ${list.length - SHOWN} more` : list.join(', ')
}

const REASONS: Readonly<Record<keyof IpCounts['dropped'], string>> = {
  notOurs: 'from or to addresses that were not assigned',
  linkLocal: 'of the link alone',
  ownConnection: 'of the connection to the proxy itself',
  tooLarge: 'too large for the tunnel',
  queueFull: 'when a queue of ours was full',
  noTunnel: 'without a tunnel',
  noPacket: 'that were no IP packets',
  unsent: 'that this host would not take',
}
