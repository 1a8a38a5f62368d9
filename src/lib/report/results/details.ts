/** What helps to see why a result is what it is, and to see it again: the same for every format, each in its own look. */
import type {Result} from '../document.js'
import {overWords, type Finding} from './findings.js'
import {excuseOf} from './standing.js'

/** Of what has many, the first show where to look. */
const MOST_LISTED = 6

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

/** The packets, where a capture has them; otherwise the lines of the saved run. */
function evidenceWords({id, evidence = []}: Result): string {
  const [first] = evidence
  if (!first) return ''
  const file = evidence.find(({frame}) => frame !== undefined)?.file
  if (file === undefined)
    return listed(
      'event',
      evidence.map(({event}) => event),
    )
  const frames = evidence.flatMap(({frame}) => frame ?? [])
  return `${listed('frame', frames)} of ${file}: frame.comment contains "${id}"`
}

function listed(what: string, numbers: readonly number[]): string {
  const more = numbers.length > MOST_LISTED ? ' and more' : ''
  return `${what}${numbers.length === 1 ? '' : 's'} ${numbers.slice(0, MOST_LISTED).join(', ')}${more}`
}
