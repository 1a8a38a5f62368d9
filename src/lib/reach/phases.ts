/** The steps to a tunnel, with their times, told as they happen. */
import type {Diagnosis, PhaseName, PhaseResult} from '../report/document.js'
import type {Clock} from '../spec/clock.js'

export interface PhaseEvents {
  readonly onBegin: (name: PhaseName) => void
  readonly onPhase: (phase: PhaseResult) => void
}

export class PhaseLog {
  readonly #phases: PhaseResult[] = []
  #current: {name: PhaseName; startMs: number} | undefined

  /** @param beganMs when the command began, on this clock */
  constructor(
    private readonly clock: Clock,
    private readonly beganMs: number,
    private readonly events: PhaseEvents,
    earlier: readonly PhaseResult[] = [],
  ) {
    this.#phases.push(...earlier)
  }

  get phases(): readonly PhaseResult[] {
    return this.#phases
  }

  /** The phase under way. */
  get current(): PhaseName | undefined {
    return this.#current?.name
  }

  begin(name: PhaseName): void {
    this.#current = {name, startMs: this.clock.now() - this.beganMs}
    this.events.onBegin(name)
  }

  ok(detail: string): void {
    this.#end({outcome: 'ok', detail})
  }

  /** `detail` is short; the diagnosis has the sentences. */
  fail(diagnosis: Diagnosis, detail = diagnosis.code.replaceAll('-', ' ')): void {
    this.#end({outcome: 'failed', detail, diagnosis})
  }

  #end(result: Pick<PhaseResult, 'outcome' | 'detail' | 'diagnosis'>): void {
    if (!this.#current) return
    const {name, startMs} = this.#current
    this.#current = undefined
    const durationMs = this.clock.now() - this.beganMs - startMs
    const phase = {phase: name, startMs: round(startMs), durationMs: round(durationMs), ...result}
    this.#phases.push(phase)
    this.events.onPhase(phase)
  }
}

/** Microseconds are as fine as anybody reads. */
export function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
