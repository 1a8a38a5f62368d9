import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen, IpRig} from '../../../spec/tunnel-rig.js'
import {concern, fail, inconclusive, pass} from '../../../spec/verdict.js'
import {fromOctets, isInPrefix, toOctets, type Family} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

interface ForgedSeen {
  readonly source: string
  /** null: it could not be told. */
  readonly arrived: boolean | null
}

interface FamilySeen {
  readonly family: Family
  readonly source: string
  /** Where the responder sees our own packets come from; null: not known. */
  readonly egress: string | null
  /** Our own packets arrived before and after. */
  readonly control: boolean
  readonly forged: readonly ForgedSeen[]
}

interface Seen {
  readonly families: readonly FamilySeen[]
  readonly ending: EndingSeen | null
}

/** Private, for documentation, of the host itself, of a group, of nobody. Beside them: a neighbour of ours. */
const FORGED: Readonly<Record<Family, readonly string[]>> = {
  4: ['10.11.12.13', '203.0.113.77', '127.0.0.1', '224.0.0.251', '0.0.0.0'],
  6: ['fd00:11::13', '2001:db8:ffff::77', '::1', 'ff02::fb', '::'],
}
const PAYLOAD_BYTES = 24
const COPIES = 2

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const families: FamilySeen[] = []
    for (const family of await tunnel.ready(signal)) {
      const source = tunnel.address(family)
      if (source !== undefined) families.push(await tried(rig, tunnel, family, source, signal))
    }
    return {families, ending: tunnel.ending()}
  },
  judge({families, ending}) {
    const expected = 'packets from an address that is not ours go no further'
    for (const {family, source, egress, control, forged} of families) {
      const arrived = forged.filter(one => one.arrived === true).map(one => one.source)
      if (!control || arrived.length === 0) continue
      const actual = `packets of IPv${family} from ${arrived.join(', ')} reached the responder`
      if (egress !== null && egress !== source) {
        return concern(`${actual}; the proxy translates ${source} to ${egress}, and may have done so to them as well`)
      }
      return fail(expected, actual)
    }
    if (ending?.by === 'peer')
      return concern(`the proxy ended the tunnel over them, instead of dropping them: ${ending.detail}`)
    const [first] = families
    if (!first)
      return inconclusive('no address was assigned that leads to a responder, so that no source is known to be forged')
    const silent = families.find(({control}) => !control)
    if (silent) return inconclusive(`our own packets of IPv${silent.family} did not arrive, or nobody told of them`)
    const untold = families.flatMap(({forged}) => forged.filter(({arrived}) => arrived === null))
    if (untold.length > 0) {
      return inconclusive(
        `whether packets from ${untold.map(({source}) => source).join(', ')} arrived could not be told`,
      )
    }
    const tried = families.flatMap(({forged}) => forged.map(({source}) => source))
    return pass(`none from ${tried.join(', ')} arrived, and those from our own addresses did`)
  },
  silence: {families: [], ending: null},
  faults: {
    'leaves-sources-alone': ({ip}) => ({
      ip: {
        packets: {
          onTrouble: (trouble, way) => (trouble === 'spoofed-source' ? 'forward' : ip.packets.onTrouble(trouble, way)),
        },
      },
    }),
    'ends-the-tunnel-instead': ({ip}) => ({
      ip: {
        packets: {
          onTrouble: (trouble, way) => (trouble === 'spoofed-source' ? 'abort' : ip.packets.onTrouble(trouble, way)),
        },
      },
    }),
  },
})

async function tried(
  rig: Rig,
  tunnel: IpRig,
  family: Family,
  source: string,
  signal: AbortSignal,
): Promise<FamilySeen> {
  const isOurs = (address: string): boolean =>
    tunnel.ip.state.assignedToUs.some(prefix => isInPrefix(address, prefix.address, prefix.prefixLength))
  const before = await arrives(rig, tunnel, family, signal)
  const sources = [neighbourOf(source), ...FORGED[family]].filter(address => !isOurs(address))
  const sent = await Promise.all(
    sources.map(async forged => {
      const payload = rig.random.bytes(PAYLOAD_BYTES)
      const packet = before && (await tunnel.udpPacket(payload, signal, {family, source: forged}))
      for (let copy = 0; packet && copy < COPIES; copy++) await tunnel.send(packet)
      return {source: forged, payload, isSent: Boolean(packet)}
    }),
  )
  const after = before && (await arrives(rig, tunnel, family, signal))
  // Behind our own: what had to arrive is there by now.
  const forged: ForgedSeen[] = []
  for (const {source: from, payload, isSent} of sent) {
    forged.push({source: from, arrived: isSent ? ((await tunnel.arrived(payload, signal, 0)) ?? null) : null})
  }
  return {family, source, egress: await egressOf(tunnel, family, signal), control: before && after, forged}
}

async function arrives(rig: Rig, tunnel: IpRig, family: Family, signal: AbortSignal): Promise<boolean> {
  const payload = rig.random.bytes(PAYLOAD_BYTES)
  const packet = await tunnel.udpPacket(payload, signal, {family})
  if (!packet) return false
  for (let copy = 0; copy < 2 * COPIES; copy++) await tunnel.send(packet)
  return (await tunnel.arrived(payload, signal)) === true
}

async function egressOf(tunnel: IpRig, family: Family, signal: AbortSignal): Promise<string | null> {
  const seen = await tunnel.egress(signal, family)
  return seen?.replace(/:\d+$/, '').replace(/^\[|\]$/g, '') ?? null
}

function neighbourOf(address: string): string {
  const octets = toOctets(address)
  const last = octets.length - 1
  return fromOctets(octets.with(last, (octets[last] ?? 0) ^ 1))
}
