/** What became of the datagrams: up, down, how well, and what could not be known. The part both aims share. */
import type {Ending} from '../http/ending.js'
import type {Fault} from '../report/document.js'
import type {Marks, Run} from '../responder/items.js'
import {round} from '../reach/phases.js'
import type {DatagramWay} from './datagram-way.js'
import type {SeriesResult} from './series.js'
import type {Stopped} from './stopped.js'
import {distribution, jitter, reordered, type Distribution} from './statistics.js'

export type Known = 'yes' | 'no' | 'unknown'

export interface ExchangeResult {
  readonly up: Known
  readonly down: Known
  readonly blame: Fault | null
  /** Why, if not both ways. */
  readonly because: string | undefined
  /** It carried, and then did not. */
  readonly stopped: Stopped | undefined
  /** How the tunnel ended, if it did so by itself. */
  readonly ending: Ending | undefined
  readonly series: SeriesResult
  readonly figures: Figures
  /** As the responder (or a STUN server) saw our packets come. */
  readonly egress: {readonly address: string | null; readonly marks: Marks | undefined}
  readonly capabilities: readonly string[]
  readonly reportCameBy: 'tunnel' | 'direct' | null
  /** Plain statements. */
  readonly notKnown: readonly string[]
}

export interface Figures {
  readonly sent: number
  readonly received: number
  readonly lost: number
  /** Towards the target and back, where the responder told us which arrived. */
  readonly lostUp: number | null
  readonly lostDown: number | null
  /** Dropped by ourselves, and therefore no loss of anybody else's. */
  readonly ownDrops: number
  readonly duplicates: number
  readonly reordered: number
  readonly rttMs: Distribution | null
  readonly jitterMs: number | null
}

/** @param arrived which of our numbers reached the responder; undefined: not known */
export function figuresOf(
  series: SeriesResult,
  way: Pick<DatagramWay, 'drops'>,
  arrived: readonly Run[] | undefined,
): Figures {
  const received = series.replies.length
  const byNumber = new Map(series.replies.map(({number, rttMs}) => [number, rttMs]))
  const inOrder = Array.from({length: series.sent + series.notSent.length}, (_, number) => byNumber.get(number))
  const rtts = series.replies.map(({rttMs}) => rttMs)
  const up = arrived && countOf(arrived)
  const jitterMs = jitter(inOrder)
  return {
    sent: series.sent,
    received,
    lost: series.sent - received,
    lostUp: up === undefined ? null : Math.max(0, series.sent - up),
    lostDown: up === undefined ? null : Math.max(0, up - received),
    ownDrops: series.notSent.length + way.drops.received,
    duplicates: series.duplicates,
    reordered: reordered(series.replies.map(({number}) => number)),
    rttMs: distribution(rtts) ?? null,
    jitterMs: jitterMs === undefined ? null : round(jitterMs),
  }
}

function countOf(runs: readonly Run[]): number {
  return runs.reduce((sum, [first, last]) => sum + last - first + 1, 0)
}
