/** A tunnel or a session that was opened once: what became of it, in the same terms for both. */
import {inWords, type Ending} from '../../http/ending.js'
import type {MeasuredFacts} from '../../report/webtransport-facts.js'
import type {Figures} from '../exchange.js'
import type {Stopped} from '../stopped.js'

/** Fewer that are not answered are loss like any other. */
const ENOUGH = 5

export const NOT_TRIED: MeasuredFacts = notTried(null)

export function notTried(because: string | null): MeasuredFacts {
  return {opened: 'not-tried', carries: 'unknown', because, datagrams: null, ending: null}
}

export function notOpened(because: string): MeasuredFacts {
  return {opened: 'no', carries: 'no', because, datagrams: null, ending: null}
}

export interface Outcome {
  readonly figures: Figures
  readonly stopped: Stopped | undefined
  /** How it ended, if it did so by itself. */
  readonly ending: Ending | undefined
  /** Why nothing came back, in the words of whoever asked. */
  readonly because: string | undefined
}

export function measuredOf({figures, stopped, ending, because}: Outcome): MeasuredFacts {
  return {
    opened: 'yes',
    carries: carries(figures, stopped !== undefined || ending !== undefined),
    because: stopped?.because ?? because ?? null,
    datagrams: figures,
    ending: ending ? inWords(ending) : null,
  }
}

function carries({sent, received}: Figures, hasStopped: boolean): MeasuredFacts['carries'] {
  if (hasStopped) return 'no'
  if (received > 0) return 'yes'
  return sent >= ENOUGH ? 'no' : 'unknown'
}
