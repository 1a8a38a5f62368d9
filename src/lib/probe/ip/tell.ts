/** What a probe of an IP session tells while it goes on. */
import type {Platform} from '../../reach/options.js'
import {round} from '../../reach/phases.js'
import type {Doing, FindingEvent, OnEvent} from '../../report/run-event.js'

export interface Teller {
  readonly platform: Pick<Platform, 'clock'>
  readonly beganMs: number
  readonly onEvent: OnEvent
}

/** Something begins that may take as long as this. */
export function doing({platform: {clock}, beganMs, onEvent}: Teller, what: Doing, limitMs: number): void {
  onEvent({event: 'doing', tMs: round(clock.now() - beganMs), what, limitMs})
}

type Timed<T> = T extends unknown ? Omit<T, 'tMs' | 'road'> : never

/** Something was found. */
export function tell({platform: {clock}, beganMs, onEvent}: Teller, finding: Timed<FindingEvent>): void {
  onEvent({...finding, tMs: round(clock.now() - beganMs)})
}
