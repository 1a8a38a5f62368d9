import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import {
  ANY,
  answered,
  answersTo,
  familyOf,
  isGiven,
  request,
  requestIds,
  unasked,
} from '../../../stimuli/ip-addresses.js'
import {fromOctets, toOctets} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

interface Seen {
  /** The address of a tunnel that was closed. */
  readonly former: string | null
  /** What a tunnel after it got without asking for any in particular. */
  readonly unasked: string | null
  /** What was got when the former address was asked for. */
  readonly again: string | null
  /** The last address near it that was asked for, though nobody is known to have it, and what came of that. */
  readonly wish: string | null
  readonly granted: string | null
}

async function ask(rig: Rig, address: string, signal: AbortSignal): Promise<string | null> {
  await using tunnel = await (await rig.connection(signal)).openIp(signal)
  await unasked(rig, tunnel, signal)
  const [id = 1n] = requestIds(rig, 1)
  await request(tunnel, [{...ANY[familyOf({address})], address, requestId: id}])
  await answered(rig, tunnel, [id], signal)
  return answersTo(tunnel, id).find(isGiven)?.address ?? null
}

/** What comes by itself, or for the asking. */
async function first(rig: Rig, signal: AbortSignal): Promise<string | null> {
  await using tunnel = await (await rig.connection(signal)).openIp(signal)
  const [own] = (await unasked(rig, tunnel, signal)).filter(isGiven)
  if (own) return own.address
  const [id = 1n] = requestIds(rig, 1)
  await request(tunnel, [{...ANY[4], requestId: id}])
  await answered(rig, tunnel, [id], signal)
  return answersTo(tunnel, id).find(isGiven)?.address ?? null
}

/** In the last octet: near and far, as other clients may have any of them. */
const BESIDE = [0x28, 0x80, 0x55, 0x04]

function beside(address: string, bits: number): string {
  return fromOctets(toOctets(address).map((octet, index, all) => (index === all.length - 1 ? octet ^ bits : octet)))
}

async function askBeside(rig: Rig, address: string, signal: AbortSignal): Promise<Pick<Seen, 'wish' | 'granted'>> {
  let seen: Pick<Seen, 'wish' | 'granted'> = {wish: null, granted: null}
  for (const bits of BESIDE) {
    const wish = beside(address, bits)
    seen = {wish, granted: await ask(rig, wish, signal)}
    if (seen.granted === wish) break
  }
  return seen
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const nothing = {former: null, unasked: null, again: null, wish: null, granted: null}
    const former = await first(rig, signal)
    if (former === null) return nothing
    // While this one is held, the lowest free address is another.
    const other = await first(rig, signal)
    const again = await ask(rig, former, signal)
    return {former, unasked: other, again, ...(await askBeside(rig, former, signal))}
  },
  judge({former, unasked: other, again, wish, granted}) {
    if (former === null || other === null) return inconclusive('no address was assigned in one of the tunnels')
    if (again === null && granted === null)
      return inconclusive('no address was assigned to who asked for one in particular')
    const sticks = other === former ? 'comes again without being asked for' : 'does not come again by itself'
    const back = again === former ? 'is given back to who asks for it' : 'is not given back at once to who asks for it'
    const free = granted === wish ? 'was granted' : 'was not granted'
    return observed(`an address that was given back ${sticks}, and ${back}; the wish for another one beside it ${free}`)
  },
  silence: {former: null, unasked: null, again: null, wish: null, granted: null},
  faults: {
    'has-no-ear-for-wishes': {ip: {addresses: {grantsWishes: false}}},
    'gives-it-back-at-once': {ip: {addresses: {quarantineMs: 0}}},
  },
})
