/** One event a line as it happens; the last line is the result. */
import {jsonText} from './json-text.js'
import type {Format} from './reporter.js'

export const jsonl: Format = target => ({
  event(event) {
    target.write(`${jsonText(event)}\n`)
  },
  finish(document) {
    target.write(`${jsonText({event: 'result', ...document})}\n`)
  },
})
