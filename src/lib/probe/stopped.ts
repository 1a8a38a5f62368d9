/** It carried, and then it did not any more: what a series says that began well and did not end so. */
import {inWords, type Ending} from '../http/ending.js'
import type {SeriesPlan, SeriesResult} from './series.js'

export interface Stopped {
  /** Datagrams of ours up to the last one that was answered. */
  readonly after: number
  readonly because: string
}

/** Fewer missing at the end are loss like any other. */
const ENOUGH = 5
/** The silence at the end must be longer than every one before it by this factor. */
const FACTOR = 3

/** @param ending how the tunnel ended, if it did so by itself */
export function stoppedCarrying(
  {sent, notSent, replies}: SeriesResult,
  {count}: SeriesPlan,
  ending: Ending | undefined,
  interrupted: boolean,
): Stopped | undefined {
  if (replies.length === 0) return undefined
  const numbers = replies.map(({number}) => number).sort((left, right) => left - right)
  const last = numbers.at(-1) ?? 0
  const asked = sent + notSent.length
  const complete = asked === count && numbers.length === sent
  if (ending !== undefined && !complete) {
    return {
      after: last + 1,
      because: `after ${last + 1} of ${count} datagrams the tunnel ended by itself: ${inWords(ending)}`,
    }
  }
  const silence = asked - 1 - last
  const longestBefore = Math.max(0, ...numbers.map((number, index) => number - (numbers[index - 1] ?? -1) - 1))
  if (interrupted || silence < ENOUGH || silence < FACTOR * longestBefore) return undefined
  return {
    after: last + 1,
    because: `after ${last + 1} of ${count} datagrams nothing came back any more: the proxy, the target or a way between may have died`,
  }
}
