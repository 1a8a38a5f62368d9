/**
 * What a check is at, for the line of progress: of all that is under way the one that may take longest, as that is what
 * the user waits for.
 */
import type {RunEvent} from '../report/run-event.js'

export interface Waiting {
  readonly text: string
  /** For what may never come; 0: as long as answers take. */
  readonly limitMs: number
}

interface Task {
  readonly id: string
  readonly http: string
  /** On the clock of the run; 0: nobody knows. */
  readonly endsMs: number
}

export class UnderWay {
  /** In the order of their beginning. */
  readonly #tasks = new Map<string, Task>()
  #done = 0
  #total = 0

  /** undefined: this says nothing of it, or nothing is under way. */
  after(event: RunEvent): Waiting | undefined {
    if (event.event === 'checking') {
      const {id, http, done, total, tMs, limitMs} = event
      this.#tasks.set(`${id} ${http}`, {id, http, endsMs: limitMs > 0 ? tMs + limitMs : 0})
      this.#done = done
      this.#total = total
    } else if (event.event === 'result') {
      const {id, http} = event.result
      if (this.#tasks.delete(`${id} ${http ?? ''}`)) this.#done++
    } else return undefined
    return this.#longest(event.tMs)
  }

  #longest(nowMs: number): Waiting | undefined {
    let longest: Task | undefined
    for (const task of this.#tasks.values()) if (!longest || task.endsMs > longest.endsMs) longest = task
    if (!longest) return undefined
    const {id, http, endsMs} = longest
    const limitMs = Math.max(0, endsMs - nowMs)
    return {text: `${this.#done}/${this.#total} ${id} over HTTP/${http}${limitMs > 0 ? ',' : ''}`, limitMs}
  }
}
