import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, observed, pass} from '../../../spec/verdict.js'
import {concat} from '../../../wire/bytes.js'
import {Cursor} from '../../../wire/cursor.js'
import {WireError} from '../../../wire/error.js'
import * as icmp from '../../../wire/icmp/message.js'
import {fromOctets, toOctets} from '../../../wire/ip/address.js'
import * as ip from '../../../wire/ip/packet.js'
import requirement from './requirement.js'

interface Seen {
  /** The tunnel has an address of IPv6. */
  readonly hasIpv6: boolean
  readonly before: boolean
  /** After one solicitation of each kind. */
  readonly after: boolean
  /** What came, by name, in order. */
  readonly messages: readonly string[]
}

/** ICMPv6 types that belong to a link with neighbours (RFC 4861, RFC 2710, RFC 3810). */
const NAMES: ReadonlyMap<number, string> = new Map([
  [130, 'MLD query'],
  [131, 'MLD report'],
  [132, 'MLD done'],
  [133, 'router solicitation'],
  [134, 'router advertisement'],
  [135, 'neighbour solicitation'],
  [136, 'neighbour advertisement'],
  [137, 'redirect'],
  [143, 'MLDv2 report'],
])
/** What the system makes of an interface by itself, and no part of the proxy's design. */
const NOISE: ReadonlySet<string> = new Set(['MLD report', 'MLD done', 'MLDv2 report', 'router solicitation'])
const ALL_ROUTERS = 'ff02::2'
/** Receivers take no other (RFC 4861 section 6.1). */
const HOP_LIMIT = 255

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    await tunnel.ready(signal)
    const [source, target] = [tunnel.address(6), rig.place.ipTarget[6]]
    if (source === undefined || target === undefined) return {hasIpv6: false, before: false, after: false, messages: []}
    const before = await echoes(tunnel, signal, {family: 6})
    await tunnel.send(routerSolicitation(source))
    await tunnel.send(neighbourSolicitation(source, target))
    await rig.until(() => tunnel.ending() !== null, rig.patienceMs / 2, signal)
    const after = await echoes(tunnel, signal, {family: 6})
    return {hasIpv6: true, before, after, messages: messagesIn(tunnel)}
  },
  judge({hasIpv6, before, after, messages}) {
    if (!hasIpv6) return inconclusive('the tunnel has no IPv6, or nobody behind it can be asked')
    const names = [...new Set(messages)]
    const design = names.filter(name => !NOISE.has(name))
    if (design.length > 0) {
      return fail('no neighbour discovery and no router messages in the tunnel', `there came: ${design.join(', ')}`)
    }
    if (names.length > 0)
      return observed(`there came what a system says on an interface of its own: ${names.join(', ')}`)
    if (!before || !after) return inconclusive('no echo of IPv6 came back, so that nothing that is missing is telling')
    return pass('none of these messages came, and packets flow without an answer to our solicitations')
  },
  silence: {hasIpv6: false, before: false, after: false, messages: []},
  faults: {
    'advertises-itself-as-a-router': {
      ip: {
        packets: {unasked: ({router, client}) => (client.includes(':') ? [routerAdvertisement(router, client)] : [])},
      },
    },
    'lets-the-interface-speak': {
      ip: {packets: {unasked: ({router, client}) => (client.includes(':') ? [routerSolicitation(router)] : [])}},
    },
  },
})

function routerSolicitation(source: string): Uint8Array {
  return message({source, destination: ALL_ROUTERS}, 133, new Uint8Array(0))
}

function routerAdvertisement(source: string, destination: string): Uint8Array {
  return message({source, destination}, 134, new Uint8Array(8))
}

function neighbourSolicitation(source: string, target: string): Uint8Array {
  const octets = toOctets(target)
  const group = concat(toOctets('ff02::1:ff00:0').subarray(0, 13), octets.subarray(13))
  return message({source, destination: fromOctets(group)}, 135, octets)
}

function message(
  ends: {readonly source: string; readonly destination: string},
  type: number,
  body: Uint8Array,
): Uint8Array {
  const payload = icmp.write({type, code: 0, rest: 0, body}, ends)
  return ip.write({...ends, nextHeader: icmp.PROTOCOL[6], hopLimit: HOP_LIMIT, payload})
}

function messagesIn({packets}: IpRig): readonly string[] {
  return packets.flatMap(({bytes}) => {
    try {
      const packet = ip.read(new Cursor(bytes))
      const {protocol, payload} = ip.upper(packet)
      if (protocol !== icmp.PROTOCOL[6]) return []
      return NAMES.get(icmp.read(new Cursor(payload)).type) ?? []
    } catch (error) {
      if (error instanceof WireError) return []
      throw error
    }
  })
}
