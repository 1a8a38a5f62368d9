/**
 * Text in Markdown that stays text. GitHub turns far more into links and mentions than Markdown knows, and some of it no
 * backslash stops; inside a code span none of it happens. So plain words are written plainly, everything else as code.
 */
import {escape} from '../../style/escape.js'

/** More than this of one text helps nobody, and a peer may have sent megabytes. */
const MAX_TEXT = 2000

const PLAIN = /^[\p{L}\p{N} ,.;:()'"%/=+-]*$/u
/** Addresses, commits, issues and emoji are found in plain words, too. */
const FOUND = /:\/\/|www\.|[0-9a-f]{7}|gh-\d|:[\w+-]+:/iu

/** At the beginning of a line these make lists, rules and headings. */
const BEGINS = /^([-+=]|\d+[.)])/

export function words(text: string): string {
  const shown = clip(text).trim()
  return PLAIN.test(shown) && !FOUND.test(shown) && !BEGINS.test(shown) ? shown : code(text)
}

export function code(text: string): string {
  const shown = clip(text).trim()
  if (shown === '') return ''
  const fence = '`'.repeat(longestRun(shown) + 1)
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${shown}${pad}${fence}`
}

/** In a cell a pipe ends it, in code as well; which backslashes count is read differently by different programs. */
export function cell(text: string): string {
  return words(text.replaceAll('|', '\\x7c'))
}

/** Lines to be copied. */
export function block(lines: readonly string[]): string {
  const shown = lines.map(clip)
  const fence = '`'.repeat(Math.max(3, ...shown.map(line => longestRun(line) + 1)))
  return [`${fence}sh`, ...shown, fence].join('\n')
}

function clip(text: string): string {
  const shown = escape(text)
  const more = shown.length - MAX_TEXT
  return more > 0 ? `${escape(shown.slice(0, MAX_TEXT))} (${more} more characters)` : shown
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(run => run.length))
}
