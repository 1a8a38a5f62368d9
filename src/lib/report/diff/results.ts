/**
 * Two runs' results, pair by pair. Several of one requirement and version (at several addresses) are one: the worst of them.
 * A requirement that is looked at for the first time has not become worse, and what is undecided now proves nothing.
 */
import type {Result} from '../document.js'
import {LABELS, type Label} from '../../spec/verdict.js'
import type {Change, DiffDocument, DiffResult} from './document.js'

/** How bad it is; undefined: nobody knows. What is accepted lies between. */
const BADNESS: Readonly<Record<Label, number | undefined>> = {
  pass: 0,
  info: 0,
  'not-applicable': 0,
  waived: 1,
  warn: 2,
  fail: 3,
  inconclusive: undefined,
  error: undefined,
}

/** Of several, the one to tell. */
const WORST: readonly Label[] = ['fail', 'warn', 'error', 'inconclusive', 'waived', 'info', 'pass', 'not-applicable']

type Side = NonNullable<DiffResult['before']>

export function diffResults(before: readonly Result[], after: readonly Result[]): readonly DiffResult[] {
  const [left, right] = [byKey(before), byKey(after)]
  return [...new Set([...left.keys(), ...right.keys()])].flatMap(key => {
    const [was, is] = [left.get(key), right.get(key)]
    const one = is ?? was
    const change = changeOf(was, is)
    if (one === undefined || change === undefined) return []
    const {id, http, title, explain} = one
    return [
      {
        change,
        id,
        ...(http !== undefined && {http}),
        ...(title !== undefined && {title}),
        before: was ? sideOf(was) : null,
        after: is ? sideOf(is) : null,
        ...(explain !== undefined && {explain}),
      },
    ]
  })
}

export function compared(before: readonly Result[], after: readonly Result[]): number {
  const right = byKey(after)
  return [...byKey(before).keys()].filter(key => right.has(key)).length
}

export function labelCounts(before: readonly Result[], after: readonly Result[]): DiffDocument['labels'] {
  const count = (results: readonly Result[], label: Label): number =>
    [...byKey(results).values()].filter(one => one.scored !== false && one.label === label).length
  return LABELS.map(label => ({label, before: count(before, label), after: count(after, label)}))
}

function byKey(results: readonly Result[]): ReadonlyMap<string, Result> {
  const worst = new Map<string, Result>()
  for (const result of results) {
    const key = `${result.id} ${result.http ?? '-'}`
    const known = worst.get(key)
    if (!known || WORST.indexOf(result.label) < WORST.indexOf(known.label)) worst.set(key, result)
  }
  return worst
}

/** undefined: nothing changed. */
function changeOf(was: Result | undefined, is: Result | undefined): Change | undefined {
  if (!was || !is) return is ? 'added' : 'removed'
  if (was.label === is.label && was.scored !== is.scored) return 'changed'
  if (was.label === is.label) return isOfInterest(is) && differs(was.because, is.because) ? 'reason' : undefined
  const [then, now] = [BADNESS[was.label], BADNESS[is.label]]
  if (now === undefined) return then === undefined ? 'changed' : 'undecided'
  // What does not count, or is accepted, is no worse for anybody; nor is it better.
  if (is.scored === false || is.label === 'waived') return 'changed'
  if (now >= 2 && now > (then ?? 0)) return 'worse'
  return now < (then ?? now) ? 'better' : 'changed'
}

/** Why something is fine is told in other words each time. */
function isOfInterest({label}: Result): boolean {
  return BADNESS[label] !== 0
}

/** Ports, times and counts are others in each run. */
function differs(left: string, right: string): boolean {
  const shape = (text: string): string => text.replaceAll(/\d+(\.\d+)?/g, '#')
  return shape(left) !== shape(right)
}

function sideOf({label, because, scored}: Result): Side {
  return {label, because, scored: scored !== false}
}
