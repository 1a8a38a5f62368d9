/**
 * Deviations that somebody accepted, with a reason and an end. One that is over no longer hides anything, and one whose
 * requirement is met now is a promise nobody needs: both are told, and both turn the exit code.
 */
import type {Result} from '../../report/document.js'
import {areGood, isBad} from './good.js'
import {isScored} from './requirement-set.js'

export interface Waiver {
  readonly id: string
  /** Without one: over each version. */
  readonly http?: Result['http']
  readonly reason: string
  /** The last day it holds: 2026-12-31. */
  readonly until: string
}

export interface Waived {
  readonly results: readonly Result[]
  readonly expired: readonly Waiver[]
  readonly stale: readonly Waiver[]
}

/** @param today as in `until`, UTC */
export function applyWaivers(results: readonly Result[], waivers: readonly Waiver[], today: string): Waived {
  const live = waivers.filter(({until}) => until >= today)
  const counted = results.filter(isScored)
  return {
    results: results.map(result => waive(result, live)),
    expired: waivers.filter(({until}) => until < today),
    stale: live.filter(waiver => areGood(counted.filter(result => covers(waiver, result)))),
  }
}

export function covers({id, http}: Pick<Waiver, 'id' | 'http'>, result: Pick<Result, 'id' | 'http'>): boolean {
  return id === result.id && (http === undefined || http === result.http)
}

function waive(result: Result, live: readonly Waiver[]): Result {
  const waiver = isScored(result) && isBad(result) ? live.find(each => covers(each, result)) : undefined
  if (!waiver) return result
  const {reason, until} = waiver
  return {...result, label: 'waived', waived: {reason, until}}
}

/** As it is named in facts and warnings. */
export function nameOf({id, http}: Pick<Waiver, 'id' | 'http'>): string {
  return http === undefined ? id : `${id} ${http}`
}
