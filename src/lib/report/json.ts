/** One JSON document, and nothing else: the result, or all results where there are several. */
import type {ResultDocument} from './document.js'
import {jsonText} from './json-text.js'
import type {Format} from './reporter.js'
import type {SeveralResults} from './several.js'

export const json: Format = target => {
  const runs: {readonly file: string; readonly result: ResultDocument}[] = []
  let file: string | undefined
  const write = (value: ResultDocument | SeveralResults): void => {
    target.write(`${jsonText(value, 2)}\n`)
  }
  return {
    begin(name) {
      file = name
    },
    finish(result) {
      if (file === undefined) write(result)
      else runs.push({file, result})
    },
    end(exitCode) {
      write({schema: 1, runs, exitCode})
    },
  }
}
