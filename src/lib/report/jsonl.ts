/** One event a line as it happens; the last line is the result. */
import type {Format} from './reporter.js'

export const jsonl: Format = target => ({
  event(event) {
    target.write(`${JSON.stringify(event)}\n`)
  },
  finish(document) {
    target.write(`${JSON.stringify({event: 'result', ...document})}\n`)
  },
})
