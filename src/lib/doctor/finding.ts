/** What a check found. It says what it means only when something is not as it could be. */
import type {Check} from '../report/doctor-document.js'

export type Finding = Omit<Check, 'id' | 'needed'>
type Facts = Check['facts']

export function ok(detail: string, facts: Facts = {}): Finding {
  return {outcome: 'ok', detail, meaning: null, next: null, facts}
}

export interface Trouble {
  readonly detail: string
  /** For which commands, and what they lose. */
  readonly meaning: string
  readonly next?: string
  readonly facts?: Facts
}

export const warning = finding('warning')
export const missing = finding('missing')
export const failed = finding('failed')

function finding(outcome: 'warning' | 'missing' | 'failed'): (trouble: Trouble) => Finding {
  return ({detail, meaning, next = null, facts = {}}) => ({outcome, detail, meaning, next, facts})
}
