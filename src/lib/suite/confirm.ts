/**
 * From observations to one verdict. What accuses has to be seen again, on fresh tunnels, as often as was asked; what was
 * not decided gets another chance, as loss is no answer. What is seen once and not again accuses nobody.
 */
import {inconclusive, type Verdict} from '../spec/verdict.js'
import type {Observation} from './observe.js'

export interface Confirmed {
  readonly verdict: Verdict
  /** The one the verdict was seen in: its facts and timeline are the evidence. */
  readonly observation: Observation
  readonly attempts: number
  readonly isFlaky: boolean
}

/**
 * @param confirm how often an accusation must be seen again; as often, what is undecided is tried again
 * @param isHopeless of what is undecided: it will be the same next time
 */
export async function confirm(
  observe: () => Promise<Observation>,
  confirm: number,
  isHopeless: (verdict: Verdict) => boolean = () => false,
): Promise<Confirmed> {
  const first = await observe()
  const seen: Observation[] = [first]
  if (isHopeless(first.verdict)) return {verdict: first.verdict, observation: first, attempts: 1, isFlaky: false}
  for (;;) {
    const latest = seen.at(-1)
    const done = latest && settled(seen, latest, confirm)
    if (done) return done
    seen.push(await observe())
  }
}

function settled(seen: readonly Observation[], latest: Observation, confirm: number): Confirmed | undefined {
  const attempts = seen.length
  const accusing = seen.filter(({verdict}) => accuses(verdict))
  const calm = seen.find(({verdict}) => !accuses(verdict) && isDecided(verdict))
  if (latest.bug !== undefined) return {verdict: latest.verdict, observation: latest, attempts, isFlaky: false}
  if (accusing.length > 0 && calm) return notReproduced(accusing, attempts)
  if (calm) return {verdict: calm.verdict, observation: calm, attempts, isFlaky: false}
  if (accusing.length > confirm) return {verdict: latest.verdict, observation: latest, attempts, isFlaky: false}
  // Some observations may stay undecided on the way; after twice as many it is over.
  if (attempts <= confirm || (accusing.length > 0 && attempts <= 2 * confirm)) return undefined
  return accusing.length > 0
    ? notReproduced(accusing, attempts)
    : {verdict: latest.verdict, observation: latest, attempts, isFlaky: false}
}

function notReproduced(accusing: readonly Observation[], attempts: number): Confirmed | undefined {
  const [first] = accusing
  if (!first) return undefined
  const because = `seen ${accusing.length} of ${attempts} times, and therefore not held against the proxy: ${first.verdict.because}`
  return {verdict: inconclusive(because), observation: first, attempts, isFlaky: true}
}

export function accuses({outcome}: Verdict): boolean {
  return outcome === 'fail' || outcome === 'concern'
}

function isDecided({outcome}: Verdict): boolean {
  return outcome !== 'inconclusive'
}
