/** One event a line as it happens; the last line of a run is its result. Where there are several, each begins with its file. */
import {jsonText} from './json-text.js'
import type {Format} from './reporter.js'

export const jsonl: Format = target => ({
  begin(file) {
    target.write(`${jsonText({event: 'file', file})}\n`)
  },
  event(event) {
    target.write(`${jsonText(event)}\n`)
  },
  finish(document) {
    target.write(`${jsonText({event: 'result', ...document})}\n`)
  },
})
