/** Results as `check` finds them, a line each. */
import type {Result} from '../../../src/lib/report/document.js'
import type {Label} from '../../../src/lib/spec/verdict.js'
import type {BaselineLine} from '../../../src/lib/suite/settle/baseline.js'
import type {Decision} from '../../../src/lib/suite/settle/settle.js'

export function result(id: string, label: Label, more: Partial<Result> = {}): Result {
  return {id, level: 'must', outcome: label === 'warn' ? 'concern' : label, label, because: 'seen', http: '3', ...more}
}

export function line(
  id: string,
  http: BaselineLine['http'] = '3',
  label: BaselineLine['label'] = 'fail',
): BaselineLine {
  return {id, http, label, comments: []}
}

export const NOTHING: Decision = {
  failOn: 'must',
  flaky: undefined,
  set: undefined,
  waivers: undefined,
  baseline: undefined,
}

export const TODAY = {today: '2026-06-15', interrupted: false, unreached: 0}
