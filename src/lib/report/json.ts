/** One JSON document, and nothing else. */
import type {Format} from './reporter.js'

export const json: Format = target => ({
  finish(document) {
    target.write(`${JSON.stringify(document, undefined, 2)}\n`)
  },
})
