import {askByPacket, inWords} from '../../../stimuli/ask-by-packet.js'
import type {IcmpErrorSeen} from '../../../stimuli/icmp-seen.js'
import {outside} from '../../../stimuli/outside.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {show} from '../../../wire/connect-ip/route-advertisement.js'
import {compare, family as familyOf, type Family} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

interface AskedOne {
  readonly destination: string
  readonly answered: boolean
  readonly errors: readonly IcmpErrorSeen[]
}

interface FamilySeen {
  readonly family: Family
  /** In words; a few of them. */
  readonly routes: readonly string[]
  readonly isAdvertised: boolean
  /** null: there is no target, or no address to ask from. */
  readonly inside: AskedOne | null
  /** null: everything was advertised, or nothing. */
  readonly outside: AskedOne | null
}

interface Seen {
  readonly families: readonly FamilySeen[]
}

const FAMILIES = [4, 6] as const
const MAX_SHOWN = 4

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    await tunnel.ready(signal)
    const families = await Promise.all(FAMILIES.map(family => look(rig, tunnel, family, signal)))
    return {families}
  },
  judge({families}) {
    const routed = families.filter(({routes}) => routes.length > 0)
    if (routed.length === 0) return inconclusive('no routes were advertised')
    const told = `advertised: ${routed.flatMap(({routes}) => routes).join(', ')}`
    const asked = routed.filter(({inside}) => inside !== null)
    if (asked.length === 0) return inconclusive(`no responder is known to answer behind the proxy (${told})`)
    const leading = asked.filter(({isAdvertised}) => isAdvertised)
    if (leading.length === 0) return observed(`no advertised range leads to the network of the responder (${told})`)
    const refused = leading.find(({inside}) => inside && !inside.answered && inside.errors.length > 0)
    if (refused) {
      return observed(
        `packets to an advertised range (IPv${refused.family}) were refused: ${inWords(refused.inside?.errors ?? [])}`,
      )
    }
    const silent = leading.find(({inside}) => inside && !inside.answered)
    if (silent)
      return inconclusive(`nothing came back from ${silent.inside?.destination}, which is advertised (${told})`)
    const beyond = asked.flatMap(({outside}) => (outside ? [outsideInWords(outside)] : []))
    const reached = leading.map(({inside}) => inside?.destination ?? '').join(' and ')
    return pass([`${reached} answered in advertised ranges (${told})`, ...beyond].join('; '))
  },
  silence: {families: []},
  faults: {
    'refuses-what-it-advertises': {ip: {packets: {mayReach: () => false}}},
    'advertises-other-networks': {
      ip: {
        routes: {
          advertise: () => [
            {start: '198.51.100.0', end: '198.51.100.255', protocol: 0},
            {start: '2001:db8:2::', end: '2001:db8:2::ffff', protocol: 0},
          ],
        },
      },
    },
  },
})

async function look(rig: Rig, tunnel: IpRig, family: Family, signal: AbortSignal): Promise<FamilySeen> {
  const {routesOfPeer} = tunnel.ip.state
  const routes = routesOfPeer.filter(({start}) => familyOf(start) === family)
  const [source, target] = [tunnel.address(family), rig.place.ipTarget[family]]
  const ask = async (destination: string | undefined): Promise<AskedOne | null> => {
    if (source === undefined || destination === undefined) return null
    const {answered, errors} = await askByPacket(rig, tunnel, {source, destination}, signal)
    return {destination, answered, errors}
  }
  const isAdvertised =
    target !== undefined && routes.some(({start, end}) => compare(start, target) <= 0 && compare(target, end) <= 0)
  return {
    family,
    routes: routes.slice(0, MAX_SHOWN).map(show),
    isAdvertised,
    inside: isAdvertised ? await ask(target) : target === undefined || source === undefined ? null : notAsked(target),
    outside: await ask(outside(tunnel, family)),
  }
}

/** Where no route leads there, an answer would say nothing of routes. */
function notAsked(destination: string): AskedOne {
  return {destination, answered: false, errors: []}
}

function outsideInWords({destination, answered, errors}: AskedOne): string {
  if (answered) return `${destination}, outside of them, answered as well`
  return `to ${destination}, outside of them, the answer was ${inWords(errors)}`
}
