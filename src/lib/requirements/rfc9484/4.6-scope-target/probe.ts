import {defineProbe} from '../../../spec/probe.js'
import {Obstacle, type Rig} from '../../../spec/rig.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import type {IpPolicy, PacketPolicy, TroubleAction} from '../../../spec/ip-policy.js'
import {inconclusive, notApplicable, observed, pass} from '../../../spec/verdict.js'
import {askByPacket, inWords, type AskedSeen} from '../../../stimuli/ask-by-packet.js'
import {askIp, fateOf, isAccepted, isRejected, NOT_ASKED, templateOf, type Asked} from '../../../stimuli/ask-ip.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {BITS, compare, family as familyOf, fromOctets, toOctets, type Family} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

interface Seen {
  /** The template has a place for it. */
  readonly hasTarget: boolean
  /** Without a scope the target answered, before and after. */
  readonly before: boolean
  readonly after: boolean
  readonly asked: Asked
  /** The scope of the tunnel that was opened, in which the target does not lie; null: none was. */
  readonly scope: string | null
  /** Routes that were advertised in that tunnel, and whether one of them leads to the target. */
  readonly routes: readonly string[]
  readonly leadsThere: boolean
  /** What became of packets to the target; null: there was no address to send from. */
  readonly packet: AskedSeen | null
}

const NOTHING: Seen = {
  hasTarget: true,
  before: false,
  after: false,
  asked: NOT_ASKED,
  scope: null,
  routes: [],
  leadsThere: false,
  packet: null,
}

/** Where silence is told of, more than a few have to be lost. */
const ATTEMPTS = 10
const MAX_TOLD = 8

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const template = templateOf(rig)
    if (!template.variables.includes('target')) return {...NOTHING, hasTarget: false}
    const control = await rig.openIp(signal)
    const [family] = await control.ready(signal)
    const destination = family === undefined ? undefined : rig.place.ipTarget[family]
    if (family === undefined || destination === undefined) {
      throw new Obstacle('inconclusive', 'the tunnel has no address and route that lead to a target')
    }
    const before = await echoes(control, signal, {family})
    const scope = `${neighbourOf(destination)}/${BITS[family]}`
    const asked = await askIp(rig, template.expand({target: scope}), signal)
    if (!before || !isAccepted(asked)) return {...NOTHING, before, asked}
    const scoped = await within(rig, {scope, destination, family}, signal)
    return {...NOTHING, before, asked, scope, ...scoped, after: await echoes(control, signal, {family})}
  },
  judge({hasTarget, before, after, asked, scope, routes, leadsThere, packet}) {
    if (!hasTarget) return notApplicable('the URI Template has no {target}, so that no scope can be asked for')
    if (!before) return inconclusive('no echo came back through a tunnel without a scope')
    if (isRejected(asked)) return pass(`a scope in which the target does not lie was ${fateOf(asked)}`)
    if (scope === null) return inconclusive(`a scope in which the target does not lie was ${fateOf(asked)}`)
    if (!packet) return inconclusive(`in the tunnel to ${scope} there was no address to send from`)
    const told = `in the tunnel to ${scope}, with ${routes.length === 0 ? 'no routes' : `routes to ${routes.join(', ')}`}`
    const to = `a packet to ${packet.destination}`
    if (packet.answered) {
      return observed(
        `${told}, ${to} was answered by it, ${leadsThere ? 'as the routes say' : 'though no route leads there'}: the scope limits nothing`,
      )
    }
    const refusal = packet.errors.filter(({what}) => what === 'unreachable')
    if (refusal.length > 0) return pass(`${told}, ${to} was answered by ${inWords(refusal)}`)
    if (!after) return inconclusive(`${told}, ${to} was not answered, and neither was one without a scope`)
    return observed(`${told}, ${to} met ${inWords(packet.errors)}: it seems to be dropped, and nobody is told`)
  },
  silence: NOTHING,
  faults: {
    'forwards-all-the-same': ({ip}) => ({ip: {packets: onOutOfScope(ip, 'forward')}}),
    'ignores-the-scope': ({ip}) => ({
      ip: {
        packets: onOutOfScope(ip, 'forward'),
        routes: {
          advertise: ranges => [...new Set(ranges.map(({start}) => familyOf(start)))].map(of => EVERYWHERE[of]),
        },
      },
    }),
    'drops-it-in-silence': ({ip}) => ({ip: {packets: onOutOfScope(ip, 'drop')}}),
  },
})

const EVERYWHERE = {
  4: {start: '0.0.0.0', end: '255.255.255.255', protocol: 0},
  6: {start: '::', end: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', protocol: 0},
} as const

function onOutOfScope({packets}: IpPolicy, action: TroubleAction): Pick<PacketPolicy, 'onTrouble'> {
  return {onTrouble: (trouble, way) => (trouble === 'out-of-scope' ? action : packets.onTrouble(trouble, way))}
}

/** Next door to whom packets go: whoever may reach the one may reach the other, and nobody is there to be bothered. */
function neighbourOf(address: string): string {
  const octets = Uint8Array.from(toOctets(address))
  const last = octets.length - 1
  octets[last] = (octets[last] ?? 0) ^ 1
  return fromOctets(octets)
}

interface Wanted {
  readonly scope: string
  readonly destination: string
  readonly family: Family
}

async function within(
  rig: Rig,
  {scope, destination, family}: Wanted,
  signal: AbortSignal,
): Promise<Pick<Seen, 'routes' | 'leadsThere' | 'packet'>> {
  await using tunnel = await (await rig.connection(signal)).openIp(signal, {scope: {target: scope}})
  await tunnel.ready(signal)
  const source = tunnel.address(family)
  const packet =
    source === undefined ? null : await askByPacket(rig, tunnel, {source, destination}, signal, {attempts: ATTEMPTS})
  return {...routesOf(tunnel, destination), packet}
}

function routesOf(
  {ip}: Pick<IpRig, 'ip'>,
  destination: string,
): {readonly routes: readonly string[]; readonly leadsThere: boolean} {
  const {routesOfPeer} = ip.state
  return {
    routes: routesOfPeer.slice(0, MAX_TOLD).map(({start, end}) => (start === end ? start : `${start}-${end}`)),
    leadsThere: routesOfPeer.some(
      ({start, end}) =>
        familyOf(start) === familyOf(destination) && compare(start, destination) <= 0 && compare(destination, end) <= 0,
    ),
  }
}
