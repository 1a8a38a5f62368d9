/** What is said of a version of HTTP that was tried, and left for another. */
import type {HttpVersion} from '../http/transport.js'
import type {PhaseResult} from '../report/document.js'

/** In a sentence; undefined: nothing went wrong with it. */
export function whyLeft(http: HttpVersion, phases: readonly PhaseResult[]): string | undefined {
  const diagnosis = phases.find(phase => phase.diagnosis)?.diagnosis
  return diagnosis && `HTTP/${http} was left: ${diagnosis.meaning} (${diagnosis.code})`
}
