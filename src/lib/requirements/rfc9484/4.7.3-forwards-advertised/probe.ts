import {askByPacket, inWords} from '../../../stimuli/ask-by-packet.js'
import type {IcmpErrorSeen} from '../../../stimuli/icmp-seen.js'
import {defineProbe} from '../../../spec/probe.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {compare, family as familyOf, prefixRange, type Family} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

interface FamilySeen {
  readonly family: Family
  readonly hasAddress: boolean
  /** A range of everything. */
  readonly isDefault: boolean
  /** There is a target, and a range that it lies in. */
  readonly isAdvertised: boolean
  readonly answered: boolean
  readonly errors: readonly IcmpErrorSeen[]
}

interface Seen {
  readonly families: readonly FamilySeen[]
}

/** So many are not lost on a path that loses one in three. */
const ATTEMPTS = 14
const FAMILIES = [4, 6] as const
const ALL = {4: prefixRange('0.0.0.0', 0), 6: prefixRange('::', 0)} as const

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    await tunnel.ready(signal)
    const families = FAMILIES.map(async (family): Promise<FamilySeen> => {
      const [source, destination] = [tunnel.address(family), rig.place.ipTarget[family]]
      const known = {family, hasAddress: source !== undefined, isDefault: covers(tunnel, ALL[family])}
      const isAdvertised = destination !== undefined && covers(tunnel, {start: destination, end: destination})
      if (source === undefined || !isAdvertised) return {...known, isAdvertised, answered: false, errors: []}
      const {answered, errors} = await askByPacket(rig, tunnel, {source, destination}, signal, {attempts: ATTEMPTS})
      return {...known, isAdvertised, answered, errors}
    })
    return {families: await Promise.all(families)}
  },
  judge({families}) {
    const lost = families.find(({hasAddress, isDefault}) => isDefault && !hasAddress)
    if (lost) {
      return fail(
        'routes of families that have an address',
        `a default route of IPv${lost.family}, of which no address was assigned`,
      )
    }
    const asked = families.filter(({hasAddress, isAdvertised}) => hasAddress && isAdvertised)
    if (asked.length === 0) return inconclusive('no address and advertised range of one family lead to the target')
    const refused = asked.find(({errors, answered}) => !answered && errors.length > 0)
    if (refused) {
      const actual = `a packet to an advertised range of IPv${refused.family} was answered by ${inWords(refused.errors)}`
      return fail('packets to advertised ranges are forwarded', actual)
    }
    const silent = asked.find(({answered}) => !answered)
    if (!silent) return pass(`the target answered through ${asked.map(({family}) => `IPv${family}`).join(' and ')}`)
    if (asked.some(({answered}) => answered)) {
      const actual = `nothing came back of packets to an advertised range of IPv${silent.family}, while the other family works`
      return fail('packets to advertised ranges are forwarded', actual)
    }
    return inconclusive('nothing came back, and whether the target can be reached from the proxy is not known')
  },
  silence: {families: []},
  faults: {
    'advertises-everything-of-a-family-without-an-address': ({ip}) => ({
      ip: {
        addresses: {
          onOpen: () => [{family: 4, prefixLength: 32}],
          onRequest: () => 'refuse',
        },
        routes: {advertise: reachable => [...(ip.routes.advertise(reachable) ?? []), {...ALL[6], protocol: 0}]},
      },
    }),
    'refuses-what-it-advertised': {ip: {packets: {mayReach: () => false}}},
    'forwards-one-family-only': {ip: {packets: {filters: ({family}) => family === 6}}},
  },
})

function covers({ip}: IpRig, {start, end}: {readonly start: string; readonly end: string}): boolean {
  return ip.state.routesOfPeer.some(
    range =>
      familyOf(range.start) === familyOf(start) && compare(range.start, start) <= 0 && compare(end, range.end) <= 0,
  )
}
