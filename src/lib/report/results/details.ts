/** What helps to see why a result is what it is, and to see it again: the same for every format, each in its own look. */
import type {Result} from '../document.js'
import {overWords, type Finding} from './findings.js'
import {excuseOf} from './standing.js'

export interface Detail {
  readonly name: string
  /** What a peer said may be in it. */
  readonly text: string
  /** To be copied into a shell. */
  readonly isCommand?: true
}

export function detailsOf({result, results}: Finding): Detail[] {
  const {level, expected, actual, because, notes = [], hint, explain, reproduce} = result
  const over = overWords(results)
  const found: readonly (Omit<Detail, 'text'> & {readonly text: string | undefined})[] = [
    {name: 'level', text: `${level}${over === '' ? '' : `, over ${over}`}${attemptWords(result)}`},
    {name: 'expected', text: expected},
    {name: 'actual', text: actual},
    {name: 'because', text: because === actual ? undefined : because},
    ...notes.map(text => ({name: 'note', text})),
    {name: 'excused', text: excuseOf(result)},
    {name: 'evidence', text: evidenceWords(result)},
    {name: 'hint', text: hint},
    {name: 'reproduce', text: reproduce, isCommand: true},
    {name: 'explain', text: explain, isCommand: true},
  ]
  return found.flatMap(({text, ...rest}) => (text === undefined || text === '' ? [] : [{...rest, text}]))
}

function attemptWords({attempts = 1, flaky}: Result): string {
  const times = attempts > 1 ? `, looked at ${attempts} times` : ''
  return flaky ? `${times}, not always the same` : times
}

function evidenceWords({evidence = []}: Result): string {
  const words = evidence.map(({event, frame, file}) => {
    const packet = frame === undefined ? '' : ` (frame ${frame}${file === undefined ? '' : ` of ${file}`})`
    return `event ${event}${packet}`
  })
  return words.join(', ')
}
