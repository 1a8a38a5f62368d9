import {defineProbe} from '../../../spec/probe.js'
import {concern, fail, inconclusive, observed, pass} from '../../../spec/verdict.js'
import {ANY, answered, assignments, familyOf, isGiven, request, requestIds} from '../../../stimuli/ip-addresses.js'
import type {EntrySeen} from '../../../stimuli/ip-addresses.js'
import {BITS} from '../../../wire/ip/address.js'
import requirement from './requirement.js'

/** The first belongs to somebody else, whom nothing is sent to or from; the others are more than anybody gives. */
const GREEDY = [
  {address: '8.8.8.8', prefixLength: 32},
  {address: '2000::', prefixLength: 3},
  {address: '0.0.0.0', prefixLength: 0},
  ANY[6],
  ANY[4],
] as const
const FOREIGN = GREEDY[0].address

interface Seen {
  /** What was asked for, and the entry that answered it first; null: none did. */
  readonly asked: readonly {readonly wish: string; readonly answer: EntrySeen | null}[]
  /** Refusals that came again in a later capsule, as `address/length`. */
  readonly repeated: readonly string[]
}

function isZero({address}: EntrySeen): boolean {
  return address === '0.0.0.0' || address === '::'
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const ids = requestIds(rig, GREEDY.length + 1)
    const entries = GREEDY.map((wish, index) => ({...wish, requestId: ids[index] ?? 0n}))
    await request(tunnel, entries)
    await answered(rig, tunnel, ids.slice(0, GREEDY.length), signal)
    const known = assignments(tunnel).length
    // Makes for one more capsule, in which nothing of this should be.
    const last = ids.at(-1) ?? 0n
    await request(tunnel, [{...ANY[4], requestId: last}])
    await answered(rig, tunnel, [last], signal)
    const [before, later] = [assignments(tunnel).slice(0, known), assignments(tunnel).slice(known)]
    const answers = before.flatMap(capsule => capsule.entries)
    const asked = entries.map(({requestId, address, prefixLength}) => ({
      wish: `${address}/${prefixLength}`,
      answer: answers.find(({id}) => id === String(requestId)) ?? null,
    }))
    const refused = new Set(
      asked.flatMap(({answer}) => (answer && isZero(answer) && answer.prefixLength > 0 ? [answer.id] : [])),
    )
    const again = later.flatMap(capsule => capsule.entries).filter(({id}) => refused.has(id))
    return {asked, repeated: again.map(({address, prefixLength}) => `${address}/${prefixLength}`)}
  },
  judge({asked, repeated}) {
    const answers = asked.flatMap(({wish, answer}) => (answer ? [{wish, ...answer}] : []))
    if (answers.length === 0) return inconclusive('no request was answered, which rfc9484/4.7.2/respond judges')
    const odd = answers.find(answer => isZero(answer) && ![0, BITS[familyOf(answer)]].includes(answer.prefixLength))
    if (odd) {
      const expected = `${odd.address}/${BITS[familyOf(odd)]}`
      return fail(expected, `the request for ${odd.wish} was declined with ${odd.address}/${odd.prefixLength}`)
    }
    if (repeated.length > 0) return concern(`a refusal (${repeated[0]}) came again in a later ADDRESS_ASSIGN`)
    const whole = answers.find(answer => isZero(answer) && answer.prefixLength === 0)
    if (whole) return observed(`the request for ${whole.wish} brought a whole family: ${whole.address}/0`)
    if (answers.some(({address}) => address === FOREIGN))
      return observed(`${FOREIGN} was assigned, which belongs to somebody else`)
    const refused = answers.filter(answer => !isGiven(answer))
    if (
      refused.length === 0 &&
      answers.every(({wish, address, prefixLength}) => wish === `${address}/${prefixLength}`)
    ) {
      return inconclusive('every request was granted as it was asked')
    }
    const other = answers.length - refused.length
    return pass(
      `${refused.length} requests were declined in the right form, ${other} brought an address, and no refusal came again`,
    )
  },
  silence: {asked: [], repeated: []},
  faults: {
    'keeps-the-prefix-length': {
      ip: {
        addresses: {
          onRequest: () => 'refuse',
          refusal: family => ({address: family === 4 ? '0.0.0.0' : '::', prefixLength: family === 4 ? 24 : 64}),
        },
      },
    },
    'repeats-refusals': {ip: {addresses: {onRequest: () => 'refuse', repeatsRefusals: true}}},
  },
})
