/** A value somebody set, and where: what precedence is decided over, and what `config show` tells. */
import {readFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {isSecretField, pathIn, SECRET_FLAGS, type FlagInfo} from './flag.js'
import {joinPath} from './positions.js'
import {ConfigError, type Place} from './problem.js'
import type {ConfigFile, Settings} from './read.js'
import type {ConfigScalar} from './schema.js'
import {readTruth} from './truth.js'

export type Origin =
  | {readonly kind: 'environment'; readonly variable: string}
  | {readonly kind: 'file'; readonly file: string; readonly line: number | undefined; readonly table: string}

export interface Setting {
  readonly flag: FlagInfo
  readonly origin: Origin
  /** As written; a repeatable flag may have several. */
  readonly values: readonly ConfigScalar[]
  /** What relative paths are relative to; undefined: the working directory, as on the command line. */
  readonly folder?: string
}

export function placeOf(origin: Origin): Place {
  return origin.kind === 'environment' ? {file: origin.variable} : {file: origin.file, line: origin.line}
}

/** Those of the environment. Several values of a repeatable flag stand on lines of their own, or with what divides them. */
export function fromEnvironment(flags: readonly FlagInfo[], env: NodeJS.ProcessEnv): readonly Setting[] {
  return flags.flatMap(flag => {
    const text = flag.env === undefined ? '' : (env[flag.env] ?? '')
    if (flag.env === undefined || text === '') return []
    const origin: Origin = {kind: 'environment', variable: flag.env}
    const values = flag.multiple ? dividedBy(text, ['\n', flag.delimiter ?? '\n']) : [text]
    return [{flag, origin, values: flag.type === 'boolean' ? [truth(text, origin)] : values}]
  })
}

function dividedBy(text: string, marks: readonly string[]): readonly string[] {
  return marks.reduce((parts, mark) => parts.flatMap(part => part.split(mark)), [text]).filter(part => part !== '')
}

/** Those of one table of a file; what no flag of this command is called is not for it. */
export function fromTable(
  file: ConfigFile,
  path: readonly string[],
  settings: Settings,
  flags: readonly FlagInfo[],
): readonly Setting[] {
  return flags.flatMap(flag => {
    const value = settings[flag.name]
    if (value === undefined) return []
    const line = file.positions.get(joinPath([...path, flag.name])) ?? file.positions.get(joinPath(path))
    const origin: Origin = {kind: 'file', file: file.file, line, table: path.join('.')}
    const values = Array.isArray(value) ? (value as readonly ConfigScalar[]) : [value as ConfigScalar]
    return [{flag, origin, values, folder: file.folder}]
  })
}

function truth(text: string, origin: Origin): boolean {
  const read = readTruth(text)
  if (read === undefined) throw new ConfigError(placeOf(origin), `'${text}' is neither true nor false`)
  return read
}

/** What the flag would be given on the command line, a word a value. @throws ConfigError */
export async function inputsOf(setting: Setting, env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const inputs = await Promise.all(setting.values.map(value => inputOf(value, setting, env)))
  const {flag, origin} = setting
  const odd = inputs.find(input => flag.options && !flag.options.includes(input))
  if (odd !== undefined) {
    throw new ConfigError(placeOf(origin), `${flag.name}: '${odd}' is none of ${flag.options?.join(', ') ?? ''}`)
  }
  return inputs
}

async function inputOf(value: ConfigScalar, setting: Setting, env: NodeJS.ProcessEnv): Promise<string> {
  if (typeof value !== 'object') return atHome(String(value), setting)
  const text = 'env' in value ? fromVariable(value.env, setting, env) : await fromFile(value.file, setting)
  return 'name' in value ? `${value.name}: ${text}` : text
}

function atHome(text: string, {flag, folder}: Setting): string {
  const found = folder === undefined ? undefined : pathIn(flag, text)
  return found && folder !== undefined ? `${found.before}${resolve(folder, found.path)}` : text
}

function fromVariable(variable: string, {flag, origin}: Setting, env: NodeJS.ProcessEnv): string {
  const text = env[variable]
  if (text !== undefined && text !== '') return text
  throw new ConfigError(placeOf(origin), `${flag.name}: the environment variable ${variable} is not set`)
}

async function fromFile(path: string, {flag, origin, folder = '.'}: Setting): Promise<string> {
  const whole = resolve(folder, path)
  try {
    const [first = ''] = (await readFile(whole, 'utf8')).split(/\r?\n/)
    return first.trim()
  } catch (error) {
    throw new ConfigError(
      placeOf(origin),
      `${flag.name}: ${(error as Error).message}`,
      'check the path and who may read it',
    )
  }
}

/** For eyes: secrets are not shown, references are not followed. */
export function showValue(flag: FlagInfo, value: ConfigScalar): string {
  if (typeof value === 'object') {
    const where = 'env' in value ? `from $${value.env}` : `from ${value.file}`
    return 'name' in value ? `${value.name}: (${where})` : `(${where})`
  }
  if (SECRET_FLAGS.has(flag.name)) return '(hidden)'
  const text = String(value)
  const field = flag.name === 'header' ? (text.split(':', 1)[0] ?? '') : ''
  return isSecretField(field) ? `${field}: (hidden)` : text
}
