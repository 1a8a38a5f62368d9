/** What a command says on stdout when it is done: one JSON document for programs, lines for people. */
import {jsonText} from './json-text.js'

/** Every document names the version of its shape. */
export function documentText(value: object): string {
  return `${jsonText({schema: 1, ...value}, 2)}\n`
}

export function linesText(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
