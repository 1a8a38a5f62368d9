import {askConcealed, offeredTunnel} from '../../../stimuli/concealed.js'
import {answeredTimes, timeInTurns, type TimedClass} from '../../../stimuli/response-times.js'
import {at, sharesApart, twoPeaks, type Peaks} from '../../../stimuli/time-statistics.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import {inconclusive, notApplicable, observed, type Verdict} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Seen {
  /** Of a request for a tunnel without credentials; null: it was not answered. */
  readonly plain: {readonly status: number | null; readonly isSuccess: boolean}
  /** Paths that do not exist, and the front page. */
  readonly classes: readonly TimedClass[]
}

const ROUNDS = 200
const ENOUGH = 120
/** Nobody answers: more of it tells nothing more. */
const FIRST_ROUNDS = 3
const LEAST_APART_MS = 1
/** Wrong once in ten thousand times. */
const SURE = 3.9
const PATH_OCTETS = 8
const HIDDEN = {status: 404, headers: []}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const {status, isSuccess} = await askConcealed(rig, undefined, signal, offeredTunnel(rig).request)
    const plain = {status, isSuccess}
    if (status === null || isSuccess) return {plain, classes: []}
    const get = {method: 'GET', protocol: undefined}
    const plans = [
      {what: 'paths that do not exist', change: () => ({...get, path: randomPath(rig)})},
      {what: 'the front page', change: () => ({...get, path: '/'})},
    ]
    return {plain, classes: await timeInTurns(rig, plans, ROUNDS, isSilent, signal)}
  },
  judge({plain, classes}) {
    if (plain.isSuccess) {
      return notApplicable(
        `tunnels are opened without credentials (${plain.status ?? ''}), so there is no check that a delay could cover`,
      )
    }
    const [nowhere, front] = classes
    if (!nowhere || !front) return inconclusive('nothing was measured')
    const [times, others] = [answeredTimes(nowhere), answeredTimes(front)]
    if (times.length < ENOUGH || others.length < ENOUGH) {
      return inconclusive(
        `only ${times.length} and ${others.length} answers came for paths that do not exist and for the front page, and it takes ${ENOUGH} of each`,
      )
    }
    const peaks = twoPeaks(times, LEAST_APART_MS)
    const about = `${times.length} answers (${nowhere.status ?? ''}) for paths that do not exist ${rangeOf(times)}`
    if (!peaks) return observed(`${about}, in one peak: no delay shows in them`)
    return aboutPeaks(`${about}, in two peaks: ${wordsOf(peaks)}`, times, peaks, {front, others})
  },
  silence: {plain: {status: null, isSuccess: false}, classes: []},
  faults: {
    'delays-every-tenth': () => {
      let count = 0
      const looksMs = ({path}: {readonly path: string}): number => (path !== '/' && ++count % 10 === 0 ? 50 : 0)
      return {http: {admit: () => HIDDEN, looksMs}}
    },
    'delays-whatever-it-hides': () => {
      let count = 0
      return {http: {admit: () => HIDDEN, looksMs: () => (++count % 3 === 0 ? 30 : 0)}}
    },
  },
})

/** Another for each request: none of them is in a cache. */
function randomPath({random}: Rig): string {
  return `/${Buffer.from(random.bytes(PATH_OCTETS)).toString('hex')}`
}

function isSilent(classes: readonly TimedClass[]): boolean {
  return classes.every(({status, timesMs}) => status === null && timesMs.length >= FIRST_ROUNDS)
}

interface Rest {
  readonly front: TimedClass
  readonly others: readonly number[]
}

/** Caches, load and lost packets make two peaks as well, but not for some paths alone. */
function aboutPeaks(about: string, times: readonly number[], peaks: Peaks, {front, others}: Rest): Verdict {
  const gap = peaks.slow - peaks.fast
  const [slow, slowOthers] = [slowOf(times, gap), slowOf(others, gap)]
  const rest = `of ${others.length} answers (${front.status ?? ''}) for the front page ${slowOthers} are as late`
  const isOwn = sharesApart(slow, times.length, slowOthers, others.length) > SURE
  if (isOwn) return observed(`${about}; ${rest}: a delay of some answers shows, and singles these paths out`)
  const reason =
    front.status === 404
      ? 'the front page does not exist either, so whether a delay or the network makes them cannot be told'
      : 'the rest of the site shows the same, so caches, load or lost packets may make them'
  return observed(`${about}; ${rest}: ${reason}`)
}

/** Later than the fastest of their kind by more than half of what lies between the peaks. */
function slowOf(times: readonly number[], gap: number): number {
  const sorted = times.toSorted((left, right) => left - right)
  const fast = at(sorted, 0.02)
  return sorted.filter(time => time > fast + gap / 2).length
}

function wordsOf({fast, slow, slowShare}: Peaks): string {
  return `about ${inMs(fast)} ms, and about ${inMs(slow)} ms for ${Math.round(100 * slowShare)} %`
}

function rangeOf(times: readonly number[]): string {
  const sorted = times.toSorted((left, right) => left - right)
  return `take ${inMs(at(sorted, 0.5))} ms in the middle, and nine of ten ${inMs(at(sorted, 0.05))} to ${inMs(at(sorted, 0.95))} ms`
}

function inMs(value: number): string {
  return value.toFixed(2)
}
