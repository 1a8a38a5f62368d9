import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import type {Family} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

const VISITS = 5
const FAMILIES = [4, 6] as const satisfies readonly Family[]

/** Of one family, in one session; null: it has none, or nobody told. */
interface AddressSeen {
  readonly assigned: string | null
  /** As the responder saw it. */
  readonly outside: string | null
}

type Session = Readonly<Record<Family, AddressSeen>>

interface Seen {
  /** Open all the while. */
  readonly held: Session | null
  readonly visits: readonly Session[]
}

/** A session is held open: who gives the lowest address that is free gives the same to a client that is alone. */
export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const connection = await rig.connect(signal)
    const held = await sessionOf(await connection.openIp(signal), signal)
    const visits: Session[] = []
    for (let count = 0; count < VISITS; count++) visits.push(await visit(rig, signal))
    return {held, visits}
  },
  judge({held, visits}) {
    if (!held || visits.length < VISITS) return inconclusive('the client could not come back often enough')
    const fates = FAMILIES.flatMap(
      family =>
        fateOf(
          family,
          held[family],
          visits.map(session => session[family]),
        ) ?? [],
    )
    const same = fates.filter(({kind}) => kind === 'same')
    if (same.length > 0) {
      return observed(
        `on ${VISITS} new connections the client had the same address each time: ${wordsOf(same)}; whether another user would get it as well, only a second identity could show`,
      )
    }
    if (fates.length === 0) return inconclusive('no address was assigned on each of the connections')
    return pass(`on ${VISITS} new connections ${wordsOf(fates)}`)
  },
  silence: {held: null, visits: []},
  faults: {
    'gives-what-was-given-before': {ip: {addresses: {picks: 'lowest', quarantineMs: 0}}},
  },
})

interface Fate {
  readonly kind: 'same' | 'shared' | 'varies'
  readonly words: string
}

/** undefined: not known of every one of them. */
function fateOf(family: Family, held: AddressSeen, seen: readonly AddressSeen[]): Fate | undefined {
  const isOutside = seen.every(({outside}) => outside !== null)
  const addresses = seen.map(({assigned, outside}) => (isOutside ? outside : assigned)).filter(one => one !== null)
  if (addresses.length < seen.length) return undefined
  const [first, ...others] = new Set(addresses)
  const where = isOutside ? 'as the target saw it' : 'as it was assigned, which a target need not see'
  if (others.length > 0)
    return {kind: 'varies', words: `it had ${others.length + 1} addresses of IPv${family}, ${where}`}
  const isShared = first === (isOutside ? held.outside : held.assigned)
  if (isShared) return {kind: 'shared', words: `another session had the same address (${first}, ${where})`}
  return {kind: 'same', words: `${first}, ${where}`}
}

function wordsOf(fates: readonly Fate[]): string {
  return fates.map(({words}) => words).join('; ')
}

async function visit(rig: Rig, signal: AbortSignal): Promise<Session> {
  await using connection = await rig.connect(signal)
  return await sessionOf(await connection.openIp(signal), signal)
}

async function sessionOf(tunnel: IpRig, signal: AbortSignal): Promise<Session> {
  await tunnel.ready(signal)
  const of = async (family: Family): Promise<AddressSeen> => {
    const assigned = tunnel.address(family)
    const outside = assigned === undefined ? undefined : await tunnel.egress(signal, family)
    return {assigned: assigned ?? null, outside: outside?.replace(/:\d+$/, '') ?? null}
  }
  return {4: await of(4), 6: await of(6)}
}
