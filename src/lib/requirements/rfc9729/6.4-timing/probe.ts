import {offeredTunnel, wellFormed} from '../../../stimuli/concealed.js'
import {timeInTurns, type TimedClass, type TimedPlan} from '../../../stimuli/response-times.js'
import {middleOf} from '../../../stimuli/time-statistics.js'
import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import {inconclusive, notApplicable, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Seen {
  /** A tunnel is known to be there. */
  readonly isOffered: boolean
  /** Hidden and nowhere without a credential, and both with one. */
  readonly classes: readonly TimedClass[]
}

const ROUNDS = 500
/** Of pairs in which both were answered. */
const ENOUGH = 200
/** It is asked so often whether that was enough: each time is one more in which chance can mislead. */
const LOOK_EVERY = 100
/** An interval as narrow as this will tell nothing more. */
const NARROW_MS = 0.2
/** After so many, what can be seen in one look is seen. */
const FIRST_ROUNDS = 3
/** Wrong once in ten thousand comparisons; for halves, whose direction counts alone, once in twenty. */
const SURE = 3.9
const HALF_SURE = 2
const TOLD_MS = 1
const HIDDEN = {status: 404, headers: []}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const classes = await timeInTurns(rig, plansFor(rig), ROUNDS, isEnough, signal)
    return {isOffered: offeredTunnel(rig).isOffered, classes}
  },
  judge({isOffered, classes}) {
    const [hidden, nowhere, tried, nowhereTried] = classes
    if (!hidden || !nowhere || !tried || !nowhereTried) return inconclusive('nothing was measured')
    if (hidden.isSuccess) {
      return notApplicable(
        `tunnels are opened without credentials (${hidden.status ?? ''}), so there is nothing hidden that times could tell of`,
      )
    }
    if (classes.some(({status}) => status === null)) return inconclusive('requests were not answered')
    const comparisons = [comparisonOf(hidden, nowhere), comparisonOf(tried, nowhereTried)] as const
    const telling = comparisons.filter(({kind}) => kind === 'other-answers' || kind === 'apart')
    if (telling.length > 0) return observed(joined(telling))
    const open = comparisons.filter(({kind}) => kind === 'undecided')
    if (open.length > 0) return inconclusive(joined(open))
    if (!isOffered) return observed(`${joined(comparisons)}; but whether there is a proxy is not known`)
    return pass(joined(comparisons))
  },
  silence: {isOffered: true, classes: []},
  faults: {
    'takes-its-time-on-the-path': {
      http: {admit: () => HIDDEN, looksMs: ({path}) => (path.includes('masque') ? 10 : 0)},
    },
    'takes-its-time-for-a-signature': {
      http: {
        admit: () => HIDDEN,
        looksMs: ({path, headers}) =>
          path.includes('masque') && headers.some(([name]) => name.toLowerCase() === 'authorization') ? 8 : 0,
      },
    },
    'takes-its-time-on-other-paths': {
      http: {admit: () => HIDDEN, looksMs: ({path}) => (path.includes('masque') ? 0 : 6)},
    },
  },
})

function plansFor(rig: Rig): readonly TimedPlan[] {
  const {request} = offeredTunnel(rig)
  const credential = wellFormed(rig.random)
  const random = Buffer.from(rig.random.bytes(request.path.length)).toString('hex')
  // As long as the other: octets take time, too.
  const elsewhere = {...request, path: `/${random.slice(0, Math.max(1, request.path.length - 1))}`}
  return [
    {what: 'the path of the template', change: () => request},
    {what: 'a path that does not exist', change: () => elsewhere},
    {what: 'the path of the template with a credential of nobody', credential, change: () => request},
    {what: 'a path that does not exist with that credential', credential, change: () => elsewhere},
  ]
}

function isEnough([hidden, nowhere, tried, nowhereTried]: readonly TimedClass[]): boolean {
  if (!hidden || !nowhere || !tried || !nowhereTried || hidden.isSuccess) return true
  const rounds = hidden.timesMs.length
  if (rounds === FIRST_ROUNDS) {
    if (hidden.status === null && nowhere.status === null) return true
    return hidden.status !== nowhere.status && tried.status !== nowhereTried.status
  }
  if (rounds % LOOK_EVERY !== 0) return false
  return [comparisonOf(hidden, nowhere), comparisonOf(tried, nowhereTried)].every(({isFinal}) => isFinal)
}

interface Comparison {
  readonly kind: 'other-answers' | 'apart' | 'undecided' | 'alike'
  readonly words: string
  /** More of the same would tell nothing more. */
  readonly isFinal: boolean
}

function comparisonOf(hidden: TimedClass, nowhere: TimedClass): Comparison {
  const pair = `${hidden.what} and ${nowhere.what}`
  if (hidden.status !== nowhere.status) {
    return {
      kind: 'other-answers',
      words: `${pair} are answered by ${hidden.status ?? ''} and ${nowhere.status ?? ''}, which tells more than times do`,
      isFinal: true,
    }
  }
  const later = differences(hidden, nowhere)
  if (later.length < ENOUGH) {
    return undecided(`only ${later.length} pairs of answers came for ${pair}, and it takes ${ENOUGH}`)
  }
  const all = middleOf(later, SURE)
  const range = `${inMs(all.low)} to ${inMs(all.high)} ms`
  const side = Math.sign(all.low) === Math.sign(all.high) ? Math.sign(all.low) : 0
  if (side === 0) {
    const width = all.high - all.low
    if (width > 2 * TOLD_MS) return undecided(`the jitter hides what there may be between ${pair}: ${range}`)
    const words = `${pair} take as long as each other, as far as ${later.length} pairs tell: ${range}`
    return {kind: 'alike', words, isFinal: width <= NARROW_MS}
  }
  const middle = later.length / 2
  const isStable = [later.slice(0, middle), later.slice(middle)].every(half => {
    const {low, high} = middleOf(half, HALF_SURE)
    return Math.sign(low) === side && Math.sign(high) === side
  })
  if (!isStable) return undecided(`the difference between ${pair} did not last: ${range}`)
  const [size, how] = [Math.abs(all.median), side > 0 ? 'later' : 'sooner']
  const weight = size > TOLD_MS ? '' : ', little, but enough for somebody who measures often'
  return {
    kind: 'apart',
    words: `${hidden.what} is answered ${inMs(size)} ms ${how} than ${nowhere.what} (${range} in ${later.length} pairs)${weight}`,
    isFinal: true,
  }
}

function undecided(words: string): Comparison {
  return {kind: 'undecided', words, isFinal: false}
}

/** Of rounds in which both were answered. */
function differences(hidden: TimedClass, nowhere: TimedClass): readonly number[] {
  return hidden.timesMs.flatMap((time, round) => {
    const other = nowhere.timesMs[round] ?? null
    return time === null || other === null ? [] : [time - other]
  })
}

function inMs(value: number): string {
  return value.toFixed(2)
}

function joined(comparisons: readonly Comparison[]): string {
  return comparisons.map(({words}) => words).join('; ')
}
