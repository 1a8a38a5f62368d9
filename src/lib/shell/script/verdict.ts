/**
 * What all lines together come to. A proven violation is the strongest statement; a line that failed, an expectation
 * that stayed undecided and a silence without controls leave the whole undecided.
 */
import type {Outcome} from '../session/outcome.js'

export interface Counts {
  readonly met: number
  readonly violated: number
  readonly undecided: number
  readonly failed: number
}

interface Silence {
  readonly tunnel: string
  readonly isFramedBefore: boolean
}

export class ScriptVerdict {
  #met = 0
  #violated = 0
  #undecided = 0
  #failed = 0
  readonly #silences: Silence[] = []
  readonly #controlled = new Set<string>()
  /** Tunnels that did not open, until an expectation says that this is what they should do. */
  readonly #unopened = new Set<string>()

  take(outcome: Outcome): void {
    switch (outcome.outcome) {
      case 'failed':
        if (outcome.tunnel === undefined) this.#failed++
        else this.#unopened.add(outcome.tunnel)
        break
      case 'met':
        this.#met++
        this.#unopened.delete(outcome.tunnel)
        if (outcome.isControl) this.#onControl(outcome.tunnel)
        break
      case 'violated':
        this.#violated++
        this.#unopened.delete(outcome.tunnel)
        break
      case 'undecided':
        this.#undecided++
        break
      case 'silent':
        this.#silences.push({tunnel: outcome.tunnel, isFramedBefore: this.#controlled.has(outcome.tunnel)})
        break
      case 'done':
      case 'leave':
    }
  }

  get counts(): Counts {
    const undecided = this.#undecided + this.#silences.length
    return {met: this.#met, violated: this.#violated, undecided, failed: this.#failed + this.#unopened.size}
  }

  /** Silences that no two controls frame. */
  get unframed(): readonly string[] {
    return this.#silences.map(({tunnel}) => tunnel)
  }

  get expectations(): number {
    const {met, violated, undecided} = this.counts
    return met + violated + undecided
  }

  #onControl(tunnel: string): void {
    for (let at = this.#silences.length - 1; at >= 0; at--) {
      const silence = this.#silences[at]
      if (silence?.tunnel !== tunnel || !silence.isFramedBefore) continue
      this.#silences.splice(at, 1)
      this.#met++
    }
    this.#controlled.add(tunnel)
  }
}
