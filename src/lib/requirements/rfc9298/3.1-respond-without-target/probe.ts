import {defineProbe} from '../../../spec/probe.js'
import type {Answer} from '../../../spec/rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {answerWords, goodTarget, pathFor} from '../../../stimuli/odd-targets.js'
import requirement from './requirement.js'

interface Timed {
  readonly answer: Answer
  readonly tookMs: number
}

interface Seen {
  /** To the target that answers what it is asked. */
  readonly speaking: Timed
  /** To a port where nobody answers; null: there is none. */
  readonly silent: Timed | null
  /** Of the connection as it is used here. */
  readonly roundTripMs: number
}

const NOTHING: Timed = {answer: {kind: 'silence', waitedMs: 0}, tookMs: 0}
const ROUND_TRIPS = 3
const MORE_MS = 500

/** The quicker of two, as a packet that was lost costs time as well. */
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
      const [first, second] = [await time(path), await time(path)]
      return second.answer.kind === 'success' && second.tookMs < first.tookMs ? second : first
    }
    const nowhere = await time('/')
    const speaking = await quicker(pathFor(rig, goodTarget(rig)))
    const silent =
      silentTarget === undefined
        ? null
        : await quicker(pathFor(rig, {host: encodeURIComponent(silentTarget.host), port: String(silentTarget.port)}))
    return {speaking, silent, roundTripMs: Math.min(nowhere.tookMs, speaking.tookMs)}
  },
  judge({speaking, silent, roundTripMs}) {
    if (speaking.answer.kind !== 'success') {
      return inconclusive(`for a target that speaks the proxy ${answerWords(speaking.answer)}`)
    }
    if (!silent) return inconclusive('no silent target is known: name a responder of masque, which has such a port')
    const told = `for a target that is silent the proxy ${answerWords(silent.answer)}`
    if (silent.answer.kind === 'refused') return inconclusive(`${told}: it may have a rule for that port`)
    if (silent.answer.kind === 'ended') return inconclusive(told)
    if (silent.answer.kind === 'silence') return observed(`${told}, while for one that speaks it answered`)
    const limitMs = ROUND_TRIPS * roundTripMs + MORE_MS
    const took = `${told} after ${silent.tookMs} ms, and for one that speaks after ${speaking.tookMs} ms`
    if (silent.tookMs <= limitMs) return pass(`${told} without waiting for it`)
    return speaking.tookMs > limitMs ? inconclusive(`${took}: the way is too slow to tell`) : observed(took)
  },
  silence: {speaking: NOTHING, silent: null, roundTripMs: 0},
  faults: {
    'looks-whether-somebody-is-there': {http: {hesitatesMs: destination => (destination.endsWith(':9') ? 3000 : 0)}},
    'waits-for-a-first-packet': {http: {hesitatesMs: destination => (destination.endsWith(':9') ? 60_000 : 0)}},
  },
})
