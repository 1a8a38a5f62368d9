/** One JSON document, and nothing else. */
import {jsonText} from './json-text.js'
import type {Format} from './reporter.js'

export const json: Format = target => ({
  finish(document) {
    target.write(`${jsonText(document, 2)}\n`)
  },
})
