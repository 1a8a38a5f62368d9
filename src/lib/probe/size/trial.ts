/**
 * One size put to the proof on a lane. Silence proves nothing by itself: a size counts as lost only when a control, sent
 * behind it on the same tunnel, came back and it did not. Nothing waits longer than the path takes.
 */
import type {Carrier} from '../../http/transport.js'
import {deadline, unlessAborted, type Clock} from '../../spec/clock.js'
import type {Budget, Loss, RoundTrip} from './estimate.js'
import {CONTROL_BYTES, type Lane, type SizedQuestion} from './lane.js'
import {tooLarge, type Tally} from './tally.js'

export type TrialOutcome =
  | {readonly kind: 'carried' | 'lost' | 'ended' | 'unclear'}
  /** Our own side takes no more than this. */
  | {readonly kind: 'not-accepted'; readonly limitBytes: number}

export interface TrialContext {
  readonly clock: Clock
  readonly tally: Tally
  readonly loss: Loss
  readonly roundTrip: RoundTrip
  readonly budget: Budget
  /** What answers must come in to count; undefined: in anything. */
  readonly carrier?: Carrier
  /** A late answer is as good as one in time. */
  readonly onCarried: (bytes: number) => void
}

const CONTROLS = 4
/** Where datagrams get lost, so do controls. */
const CONTROLS_IF_LOSSY = 8

/** @param size the length examined, which is that of the question or that of the answer */
export async function trial(
  lane: Lane,
  size: number,
  question: SizedQuestion,
  context: TrialContext,
  signal: AbortSignal,
): Promise<TrialOutcome> {
  const {clock, tally, loss, roundTrip, budget, carrier, onCarried} = context
  const answered = gate()
  const seen = {carried: false, otherwise: false}
  let accepted = 0
  for (let copy = loss.copies; copy > 0 && budget.take(1); copy--) {
    const began = clock.now()
    const asked = await lane.ask(question, answer => {
      tally.answered(size, answer)
      roundTrip.took(clock.now() - began)
      const isIt = !answer.refused && (carrier === undefined || carrier === answer.carrier)
      seen[isIt ? 'carried' : 'otherwise'] = true
      if (isIt) onCarried(size)
      answered.open()
    })
    tally.asked(size, asked)
    const limitBytes = tooLarge(asked.outcome)
    if (limitBytes !== undefined) return {kind: 'not-accepted', limitBytes}
    if (asked.outcome === 'accepted') accepted++
  }
  // What our own side kept back says nothing of the path.
  if (accepted === 0) return {kind: lane.ending === undefined ? 'unclear' : 'ended'}
  const over = Promise.race([answered.opened, lane.ended])
  if (!(await within(clock, roundTrip.patienceMs, over, signal))) {
    if (!(await controlled(lane, context, over, signal))) return {kind: 'unclear'}
    // What was overtaken by the control may still come.
    await within(clock, roundTrip.graceMs, over, signal)
  }
  if (seen.carried) return {kind: 'carried'}
  // An answer, but not of that length, or not in that carrier: then this is what has been found out.
  if (seen.otherwise) return {kind: 'lost'}
  return {kind: lane.ending === undefined ? 'lost' : 'ended'}
}

/** True: the path lives, or what was waited for came. */
export async function controlled(
  lane: Lane,
  {clock, tally, loss, roundTrip, budget}: Omit<TrialContext, 'onCarried' | 'carrier'>,
  over: Promise<void>,
  signal: AbortSignal,
): Promise<boolean> {
  const back = gate()
  const controls = loss.copies > 1 ? CONTROLS_IF_LOSSY : CONTROLS
  for (let attempt = 0; attempt < controls && !signal.aborted && budget.take(1); attempt++) {
    const began = clock.now()
    const asked = await lane.ask({bytes: CONTROL_BYTES, answerBytes: CONTROL_BYTES}, answer => {
      tally.answered(CONTROL_BYTES, answer)
      roundTrip.took(clock.now() - began)
      loss.came()
      back.open()
    })
    tally.asked(CONTROL_BYTES, asked)
    const came = await within(
      clock,
      roundTrip.patienceMs * 2 ** Math.min(attempt, 3),
      Promise.race([back.opened, over]),
      signal,
    )
    // What an ended tunnel does not answer was not lost on the way.
    if (lane.ending === undefined) loss.sent()
    if (came) return true
  }
  return false
}

/** Whether it settled in time. */
export async function within(clock: Clock, ms: number, promise: Promise<void>, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false
  // Awaited here: the limit ends with this function.
  using limit = deadline(clock, ms, signal)
  return await unlessAborted(promise, limit.signal).then(
    () => true,
    () => false,
  )
}

function gate(): {readonly opened: Promise<void>; readonly open: () => void} {
  let open = (): void => undefined
  const opened = new Promise<void>(resolve => {
    open = resolve
  })
  return {
    opened,
    open: () => {
      open()
    },
  }
}
