/** Colour and marks. The only user of chalk: it does not know NO_COLOR, so that is decided here, once. */
import {Chalk} from 'chalk'
import type {Label} from '../spec/verdict.js'

export interface Style {
  ok(text: string): string
  bad(text: string): string
  warn(text: string): string
  dim(text: string): string
  strong(text: string): string
  mark(label: Label): string
  readonly ellipsis: string
}

export interface Surroundings {
  readonly isTerminal: boolean
  readonly env: NodeJS.ProcessEnv
  /** --no-color */
  readonly noColor: boolean
}

/** Colour never carries meaning alone: every mark has a letter or sign of its own. */
const MARKS: Readonly<Record<Label, readonly [unicode: string, ascii: string]>> = {
  pass: ['✓', '+'],
  fail: ['✗', 'x'],
  warn: ['!', '!'],
  info: ['i', 'i'],
  inconclusive: ['?', '?'],
  'not-applicable': ['-', '-'],
  waived: ['~', '~'],
  error: ['E', 'E'],
}

/** For files, which are UTF-8. */
export const SIGNS = Object.fromEntries(Object.entries(MARKS).map(([label, [sign]]) => [label, sign])) as Readonly<
  Record<Label, string>
>

export function makeStyle({isTerminal, env, noColor}: Surroundings): Style {
  const chalk = new Chalk({level: wantsColour(isTerminal, env, noColor) ? 1 : 0})
  const unicode = speaksUnicode(env)
  return {
    ok: text => chalk.green(text),
    bad: text => chalk.red(text),
    warn: text => chalk.yellow(text),
    dim: text => chalk.dim(text),
    strong: text => chalk.bold(text),
    mark: label => {
      const sign = MARKS[label][unicode ? 0 : 1]
      if (label === 'pass') return chalk.green(sign)
      if (label === 'fail' || label === 'error') return chalk.red(sign)
      return label === 'warn' || label === 'inconclusive' ? chalk.yellow(sign) : chalk.dim(sign)
    },
    ellipsis: unicode ? '…' : '...',
  }
}

/** no-color.org and force-color.org: set and not empty counts; a flag counts more than both. */
function wantsColour(isTerminal: boolean, env: NodeJS.ProcessEnv, noColor: boolean): boolean {
  if (noColor) return false
  const force = env['FORCE_COLOR']
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false'
  if (env['NO_COLOR']) return false
  return isTerminal && env['TERM'] !== 'dumb'
}

function speaksUnicode(env: NodeJS.ProcessEnv): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(Boolean) ?? ''
  return /utf-?8/i.test(locale) || (locale === '' && env['TERM'] !== 'linux' && process.platform !== 'win32')
}
