import {defineProbe} from '../../../spec/probe.js'
import type {Answer} from '../../../spec/rig.js'
import {inconclusive, observed, pass, type Verdict} from '../../../spec/verdict.js'
import {answerWords, goodTarget, pathFor} from '../../../stimuli/odd-targets.js'
import requirement from './requirement.js'

interface Timed {
  readonly answer: Answer
  readonly tookMs: number
}

interface Seen {
  /** Requests that lead nowhere, before and after: how quick the connection and the proxy are. */
  readonly nowhere: readonly Timed[]
  /** To the target that answers what it is asked. */
  readonly speaking: Timed
  /** To a port where nobody answers; null: there is none. */
  readonly silent: Timed | null
}

const NOTHING: Timed = {answer: {kind: 'silence', waitedMs: 0}, tookMs: 0}
const ROUND_TRIPS = 3
const MORE_MS = 500

/** What took long is tried again, and the quicker of two counts: a packet that was lost costs time as well. */
export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const {silentTarget} = rig.place
    const time = async (path: string): Promise<Timed> => {
      const began = rig.clock.now()
      const answer = await rig.ask({path}, signal)
      return {answer, tookMs: Math.round(rig.clock.now() - began)}
    }
    const quicker = async (path: string): Promise<Timed> => {
      const first = await time(path)
      if (first.answer.kind !== 'success' || first.tookMs <= MORE_MS) return first
      const second = await time(path)
      return second.answer.kind === 'success' && second.tookMs < first.tookMs ? second : first
    }
    // What it takes to connect is nobody's hesitation.
    await rig.connection(signal)
    const before = await time('/')
    const speaking = await quicker(pathFor(rig, goodTarget(rig)))
    const silent =
      silentTarget === undefined
        ? null
        : await quicker(pathFor(rig, {host: encodeURIComponent(silentTarget.host), port: String(silentTarget.port)}))
    return {nowhere: [before, await time('/')], speaking, silent}
  },
  judge({nowhere, speaking, silent}) {
    const answered = [...nowhere, speaking].filter(({answer}) => hasAnswer(answer))
    const limitMs = ROUND_TRIPS * Math.min(...answered.map(({tookMs}) => tookMs)) + MORE_MS
    const isQuick = ({answer, tookMs}: Timed): boolean => hasAnswer(answer) && tookMs <= limitMs
    // Then a proxy that is slow with tunnels, and only with them, does something before it answers.
    const refusesAtOnce = nowhere.every(isQuick)
    if (speaking.answer.kind !== 'success') return withoutTunnels(speaking.answer, silent, refusesAtOnce)
    if (!silent) return inconclusive('no silent target is known: name a responder of masque, which has such a port')
    const told = `for a target that is silent the proxy ${answerWords(silent.answer)}`
    if (silent.answer.kind === 'refused') return inconclusive(`${told}: it may have a rule for that port`)
    if (silent.answer.kind === 'ended') return inconclusive(told)
    if (silent.answer.kind === 'silence') return observed(`${told}, while for one that speaks it answered`)
    if (isQuick(silent)) return pass(`${told} without waiting for it`)
    const took = `${told} after ${silent.tookMs} ms, and for one that speaks after ${speaking.tookMs} ms`
    if (isQuick(speaking)) return observed(took)
    if (!refusesAtOnce) return inconclusive(`${took}: the way is too slow to tell`)
    return observed(`${took}, though what leads nowhere is answered at once: it waits before it opens any tunnel`)
  },
  silence: {nowhere: [NOTHING], speaking: NOTHING, silent: null},
  faults: {
    'looks-whether-somebody-is-there': {http: {hesitatesMs: () => 2000}},
    'waits-for-a-first-packet': {http: {hesitatesMs: () => 60_000}},
  },
})

/** No target of ours speaks before it is spoken to: who waits for the first packet of any opens nothing at all. */
function withoutTunnels(answer: Answer, silent: Timed | null, refusesAtOnce: boolean): Verdict {
  const told = `for a target that speaks the proxy ${answerWords(answer)}`
  const opensNone = answer.kind === 'silence' && (silent === null || silent.answer.kind === 'silence')
  if (!opensNone || !refusesAtOnce) return inconclusive(told)
  return observed(`${told}, and answered at once what leads nowhere: it may wait for a target to speak first`)
}

function hasAnswer({kind}: Answer): boolean {
  return kind === 'success' || kind === 'refused'
}
