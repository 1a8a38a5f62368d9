import {defineProbe} from '../../../spec/probe.js'
import {Obstacle, type Rig} from '../../../spec/rig.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {
  ANY,
  answered,
  echoes,
  entriesOf,
  familyOf,
  isGiven,
  request,
  requestIds,
  unasked,
} from '../../../stimuli/ip-addresses.js'
import type {EntrySeen} from '../../../stimuli/ip-addresses.js'
import {isInPrefix} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

interface Client {
  /** `same connection`, `another connection`, … */
  readonly name: string
  /** `address/length`. */
  readonly prefixes: readonly string[]
  /** Before there were others. */
  readonly before: boolean
  /** When all were there. */
  readonly after: boolean
}

interface Seen {
  readonly clients: readonly Client[]
  /** Pairs of prefixes that overlap, with whom they belong to. */
  readonly overlaps: readonly string[]
}

interface Opened {
  readonly name: string
  readonly tunnel: IpRig
  readonly before: boolean
}

/** @param wanted an address of somebody else's */
async function open(
  rig: Rig,
  name: string,
  opening: Promise<IpRig>,
  wanted: string | undefined,
  signal: AbortSignal,
): Promise<Opened> {
  const tunnel = await opening
  const own = (await unasked(rig, tunnel, signal)).some(isGiven)
  if (!own || wanted !== undefined) {
    const [id = 1n] = requestIds(rig, 1)
    const wish = wanted === undefined ? ANY[4] : {...ANY[familyOf({address: wanted})], address: wanted}
    await request(tunnel, [{...wish, requestId: id}])
    await answered(rig, tunnel, [id], signal)
  }
  return {name, tunnel, before: await echoes(tunnel, signal)}
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const first = await open(rig, 'the first tunnel', rig.openIp(signal), undefined, signal)
    const wanted = entriesOf(first.tunnel).find(isGiven)?.address
    const target = rig.place.ipTarget[4] ?? rig.place.ipTarget[6]
    const others: readonly (readonly [string, () => Promise<IpRig>])[] = [
      ['one on the same connection', () => rig.openIp(signal)],
      ['one on another connection', async () => (await rig.connect(signal)).openIp(signal)],
      ['one to the target alone', () => rig.openIp(signal, target === undefined ? {} : {scope: {target}})],
    ]
    const opened = [first]
    for (const [name, opening] of others) {
      const next = await unlessObstacle(open(rig, name, opening(), wanted, signal))
      if (next) opened.push(next)
    }
    const clients = await Promise.all(
      opened.map(async ({name, tunnel, before}) => ({
        name,
        before,
        prefixes: [...new Set(entriesOf(tunnel).filter(isGiven).map(show))],
        after: await echoes(tunnel, signal),
      })),
    )
    return {clients, overlaps: overlapsOf(clients)}
  },
  judge({clients, overlaps}) {
    const holders = clients.filter(({prefixes}) => prefixes.length > 0)
    if (holders.length < 2)
      return inconclusive(`only ${holders.length} tunnels with an address could be open at a time`)
    if (overlaps.length === 0) return pass(`${holders.length} tunnels at a time were given addresses of their own`)
    const dead = holders.filter(({before, after}) => before && !after).map(({name}) => name)
    const words = `addresses overlap (${overlaps.join('; ')})`
    if (dead.length > 0) return observed(`${words}, and answers no longer reach ${dead.join(' and ')}`)
    if (holders.every(({after}) => after)) return pass(`${words}, and every answer reached the tunnel it was for`)
    return inconclusive(`${words}, and no echo came back even before`)
  },
  silence: {clients: [], overlaps: []},
  faults: {'never-looks-who-has-an-address': {ip: {addresses: {overlapping: true}}}},
})

function show({address, prefixLength}: EntrySeen): string {
  return `${address}/${prefixLength}`
}

/** One of two prefixes that overlap contains the other. */
function overlapsOf(clients: readonly Client[]): readonly string[] {
  return clients.flatMap((one, index) =>
    clients
      .slice(index + 1)
      .flatMap(other =>
        one.prefixes.flatMap(left =>
          other.prefixes
            .filter(right => contains(left, right) || contains(right, left))
            .map(right => `${left} of ${one.name}, ${right} of ${other.name}`),
        ),
      ),
  )
}

function contains(outer: string, inner: string): boolean {
  const [[prefix = '', length], [address = '']] = [outer.split('/'), inner.split('/')]
  return familyOf({address: prefix}) === familyOf({address}) && isInPrefix(address, prefix, Number(length))
}

async function unlessObstacle<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Obstacle) return undefined
    throw error
  }
}
