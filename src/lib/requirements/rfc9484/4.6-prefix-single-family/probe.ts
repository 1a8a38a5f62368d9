import {templateOf} from '../../../stimuli/ask-ip.js'
import {defineProbe} from '../../../spec/probe.js'
import {Obstacle, type Rig} from '../../../spec/rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {
  ANY,
  answered,
  entriesOf,
  familyOf,
  isGiven,
  request,
  requestIds,
  unasked,
} from '../../../stimuli/ip-addresses.js'
import {BITS, type Family} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

interface Scoped {
  readonly family: Family
  readonly target: string
  readonly addresses: readonly string[]
  readonly routes: readonly string[]
}

interface Seen {
  readonly scopes: readonly Scoped[]
}

async function look(rig: Rig, family: Family, address: string, signal: AbortSignal): Promise<Scoped> {
  const target = `${address}/${BITS[family]}`
  await using tunnel = await (await rig.connection(signal)).openIp(signal, {scope: {target}})
  await unasked(rig, tunnel, signal)
  const ids = requestIds(rig, 2)
  const [four = 1n, six = 2n] = ids
  await request(tunnel, [
    {...ANY[4], requestId: four},
    {...ANY[6], requestId: six},
  ])
  await answered(rig, tunnel, ids, signal)
  const addresses = [
    ...new Set(
      entriesOf(tunnel)
        .filter(isGiven)
        .map(entry => entry.address),
    ),
  ]
  const routes = tunnel.ip.state.routesOfPeer.map(({start, end}) => (start === end ? start : `${start}-${end}`))
  return {family, target, addresses, routes}
}

function others(scope: Scoped): readonly string[] {
  return [...scope.addresses, ...scope.routes].filter(
    text => familyOf({address: text.split('-')[0] ?? ''}) !== scope.family,
  )
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    templateOf(rig)
    const scopes: Scoped[] = []
    for (const family of [4, 6] as const) {
      const address = rig.place.ipTarget[family]
      if (address !== undefined) scopes.push(await look(rig, family, address, signal))
    }
    if (scopes.length === 0) throw new Obstacle('inconclusive', 'there is no target for packets of an IP tunnel')
    return {scopes}
  },
  judge({scopes}) {
    const told = scopes.filter(({addresses, routes}) => addresses.length + routes.length > 0)
    const strange = told.find(scope => others(scope).length > 0)
    if (strange) {
      return observed(
        `the tunnel to ${strange.target} was given ${others(strange).join(', ')}, which is of the other family`,
      )
    }
    if (told.length === 0) return inconclusive('neither an address nor a route came')
    return pass(
      `addresses and routes are of the family of the prefix only: ${told.map(({target}) => target).join(', ')}`,
    )
  },
  silence: {scopes: []},
  faults: {
    'hands-out-both-families': {ip: {session: {families: (_, all) => all}}},
  },
})
