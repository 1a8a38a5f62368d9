import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import type {IpRig} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {echoPacket, isAnswered, type EchoPacket} from '../../../stimuli/echo-packet.js'
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
import {BITS} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

/** When somebody else asks for the address, counted from when its holder went. */
const ASKED_AT_MS = [0, 2000, 6000]
const LAST_MS = Math.max(...ASKED_AT_MS)
/** Questions whose answers are on their way when their sender goes. */
const QUESTIONS = 8

interface Try {
  readonly afterMs: number
  readonly answered: boolean
  readonly given: boolean
  /** Answers to the former holder that came to the new one. */
  readonly strays: number
}

interface Seen {
  /** The address that was given back; null: none was had. */
  readonly held: string | null
  /** Another client was given it while it was still held. */
  readonly shared: boolean
  readonly tries: readonly Try[]
}

/** Every client is on a connection of its own. */
export default defineProbe<Seen>({
  requirement,
  waitsMs: LAST_MS,
  async observe(rig, signal) {
    const connection = await rig.connect(signal)
    const first = await connection.openIp(signal)
    const held = await addressOf(rig, first, signal)
    if (held === null) return {held, shared: false, tries: []}
    const beside = await tryFor(rig, held, [], signal)
    if (beside.given) return {held, shared: true, tries: []}
    const questions = await ask(rig, first, held)
    await connection[Symbol.asyncDispose]()
    const gone = rig.clock.now()
    const tries: Try[] = []
    for (const at of ASKED_AT_MS) {
      await rig.until(() => rig.clock.now() - gone >= at, at, signal)
      const tried = await tryFor(rig, held, questions, signal)
      tries.push({...tried, afterMs: Math.round(rig.clock.now() - gone)})
      if (tried.given) break
    }
    return {held, shared: false, tries}
  },
  judge({held, shared, tries}) {
    if (held === null) return inconclusive('the first client was given no address')
    if (shared)
      return observed(`${held} was given to a second client while the first had it: addresses are shared here`)
    const given = tries.find(each => each.given)
    if (given) {
      const strays = given.strays > 0 ? `${given.strays} answers` : 'no answer'
      return observed(
        `${held} was given to another client ${given.afterMs} ms after its holder had gone, and ${strays} to its former holder came there`,
      )
    }
    if (tries.length < ASKED_AT_MS.length || !tries.every(each => each.answered)) {
      return inconclusive('nobody answered when another client asked for the address')
    }
    return pass(`${held} was given to nobody else within ${LAST_MS / 1000} s after its holder had gone`)
  },
  silence: {held: null, shared: false, tries: []},
  faults: {
    'gives-it-away-at-once': {ip: {addresses: {quarantineMs: 0}}},
    'gives-it-away-soon': {ip: {addresses: {quarantineMs: LAST_MS / 2}}},
  },
})

async function addressOf(rig: Rig, tunnel: IpRig, signal: AbortSignal): Promise<string | null> {
  if (!(await unasked(rig, tunnel, signal)).some(isGiven)) {
    const [id = 1n] = requestIds(rig, 1)
    await request(tunnel, [{...ANY[4], requestId: id}])
    await answered(rig, tunnel, [id], signal)
  }
  return entriesOf(tunnel).find(isGiven)?.address ?? null
}

/** What a client that asks for this address gets. */
async function tryFor(
  rig: Rig,
  address: string,
  questions: readonly EchoPacket[],
  signal: AbortSignal,
): Promise<Omit<Try, 'afterMs'>> {
  await using connection = await rig.connect(signal)
  await using tunnel = await connection.openIp(signal)
  await unasked(rig, tunnel, signal)
  const [id = 1n] = requestIds(rig, 1)
  await request(tunnel, [{address, prefixLength: BITS[familyOf({address})], requestId: id}])
  const isTold = await answered(rig, tunnel, [id], signal)
  const given = entriesOf(tunnel).some(entry => isGiven(entry) && entry.address === address)
  const strays = (): number => questions.filter(question => isAnswered(question, tunnel.packets)).length
  if (given && questions.length > 0) await rig.until(() => strays() > 0, rig.patienceMs, signal)
  return {answered: isTold, given, strays: strays()}
}

async function ask(rig: Rig, tunnel: IpRig, source: string): Promise<readonly EchoPacket[]> {
  const destination = rig.place.ipTarget[familyOf({address: source})]
  if (destination === undefined) return []
  const questions = Array.from({length: QUESTIONS}, () => echoPacket({source, destination}, rig.random))
  for (const {packet} of questions) await tunnel.send(packet)
  return questions
}
