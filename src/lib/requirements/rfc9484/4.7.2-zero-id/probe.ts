import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {isEnded, isIgnored, whyUndecided, type Trial} from '../../../stimuli/fatal-capsule.js'
import {ANY, answersTo, requestIds, request} from '../../../stimuli/ip-addresses.js'
import requirement from './requirement.js'

interface Case extends Trial {
  readonly answers: number
}

interface Seen {
  readonly control: Case
  readonly zero: Case
  readonly repeated: Case
}

/** As fatal-capsule.ts has it, with so many requests of one entry, one after the other. */
async function ask(rig: Rig, name: string, ids: readonly bigint[], signal: AbortSignal): Promise<Case> {
  await using connection = await rig.connect(signal)
  await using tunnel = await connection.openIp(signal)
  const before = await tunnel.echo(signal)
  const known = tunnel.arrivals.length
  if (before) for (const requestId of ids) await request(tunnel, [{...ANY[4], requestId}])
  const after = before && (await tunnel.ended(signal)) === null && (await tunnel.echo(signal))
  const fresh = {arrivals: tunnel.arrivals.slice(known)}
  return {name, before, ending: tunnel.ending(), after, answers: answersTo(fresh, ids[0] ?? 0n).length}
}

function fate(one: Case): string {
  if (isEnded(one)) return `${one.name} ended the stream`
  return `${one.name} was ${one.answers > 0 ? 'answered' : 'ignored'}, and the tunnel went on forwarding`
}

const UNTRIED: Case = {name: '', before: false, ending: null, after: false, answers: 0}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const [good = 1n, twice = 2n] = requestIds(rig, 2)
    const control = await ask(rig, 'a good request', [good], signal)
    const zero = await ask(rig, 'Request ID 0', [0n], signal)
    return {control, zero, repeated: await ask(rig, 'a repeated Request ID', [twice, twice], signal)}
  },
  judge({control, zero, repeated}) {
    const cases = [zero, repeated]
    const why = whyUndecided({control, trials: cases})
    if (why !== undefined) return inconclusive(why)
    const open = cases.find(one => !isEnded(one) && !isIgnored(one))
    if (open) return inconclusive(`neither an end of the stream nor a canary was seen after ${open.name}`)
    const words = cases.map(fate).join('; ')
    return cases.every(isEnded) ? pass(words) : observed(words)
  },
  silence: {control: UNTRIED, zero: UNTRIED, repeated: UNTRIED},
  faults: {
    'puts-up-with-both': {ip: {session: {onBreach: 'record'}}},
    'drops-the-request': {
      ip: {session: {onBreach: 'record', onCapsule: (_, value) => (value[0] === 0 ? 'ignore' : 'take')}},
    },
  },
})
