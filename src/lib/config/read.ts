/** Reads and checks one configuration file. Whatever is wrong is told with line, key and what was probably meant. */
import {closest, distance} from 'fastest-levenshtein'
import {parse, TomlError, type TomlTable} from 'smol-toml'
import type {z} from 'zod'
import {SECRET_FLAGS, type CommandInfo} from './flag.js'
import {joinPath, positions, type Positions} from './positions.js'
import {ConfigError} from './problem.js'
import {configSchema, keysAt, type ConfigValue} from './schema.js'

/** A configuration file is written by hand: more is not one. */
const MAX_CHARACTERS = 256 * 1024

export type Settings = Readonly<Record<string, ConfigValue>>

export interface ConfigFile {
  /** As shown. */
  readonly file: string
  /** Relative paths in it are relative to this. */
  readonly folder: string
  readonly positions: Positions
  readonly defaults: Settings
  readonly profiles: ReadonlyMap<string, Settings & {readonly proxy: string}>
  /** The table of a command; empty if there is none. */
  command(words: readonly string[]): Settings
}

export interface ConfigText {
  readonly file: string
  readonly folder: string
  readonly text: string
}

/** @throws ConfigError */
export function readConfig({file, folder, text}: ConfigText, commands: readonly CommandInfo[]): ConfigFile {
  const table = parseToml(file, text)
  const lines = positions(text)
  const schema = configSchema(commands)
  const checked = schema.safeParse(table)
  if (!checked.success) throw explain(checked.error.issues, {file, lines, table, schema})
  const {defaults = {}, profiles = {}} = table as {
    defaults?: Settings
    profiles?: Record<string, Settings & {proxy: string}>
  }
  return {
    file,
    folder,
    positions: lines,
    defaults,
    profiles: new Map(Object.entries(profiles)),
    command: words => settingsAt(table, words),
  }
}

/** @throws ConfigError */
export function parseToml(file: string, text: string): TomlTable {
  if (text.length > MAX_CHARACTERS) throw new ConfigError({file}, `it has more than ${MAX_CHARACTERS} characters`)
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [first = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n')
    throw new ConfigError({file, line: error.line}, `this is no TOML: ${first}`)
  }
}

function settingsAt(table: TomlTable, words: readonly string[]): Settings {
  let at: unknown = table
  for (const word of words) at = (at as Record<string, unknown> | undefined)?.[word]
  return (at ?? {}) as Settings
}

interface Context {
  readonly file: string
  readonly lines: Positions
  readonly table: TomlTable
  readonly schema: z.ZodType
}

/** The first issue; the others wait until it is mended. */
function explain(issues: readonly z.core.$ZodIssue[], context: Context): ConfigError {
  const [issue] = issues
  if (issue === undefined) throw new Error('nothing is wrong')
  const {file} = context
  if (issue.code === 'unrecognized_keys') return unknownKey(issue, context)
  const line = lineOf(issue.path, context)
  const name = issue.path.map(String).join('.')
  if (isMissing(issue, context))
    return new ConfigError({file, line: lineOf(issue.path.slice(0, -1), context)}, `${name} is missing`)
  if (SECRET_FLAGS.has(String(issue.path.at(-1)))) {
    const problem = `${name}: a secret does not belong in this file`
    return new ConfigError({file, line}, problem, 'write {env = "VARIABLE"} or {file = "FILE"}')
  }
  return new ConfigError({file, line}, `${name}: ${wanted(issue)}`)
}

function unknownKey(issue: Extract<z.core.$ZodIssue, {code: 'unrecognized_keys'}>, context: Context): ConfigError {
  const {file, schema} = context
  const [key = ''] = issue.keys
  const line = lineOf([...issue.path, key], context)
  const where = issue.path.length === 0 ? 'at the top' : `in [${issue.path.map(String).join('.')}]`
  const meant = suggestion(key, keysAt(schema, issue.path))
  return new ConfigError(
    {file, line},
    `there is no setting '${key}' ${where}`,
    meant === undefined ? 'masque init --stdout shows every setting' : `did you mean '${meant}'?`,
  )
}

/** What was probably meant: close enough that a slip of the finger explains it. */
export function suggestion(word: string, known: readonly string[]): string | undefined {
  const underscores = word.replaceAll('_', '-').toLowerCase()
  if (known.includes(underscores)) return underscores
  if (known.length === 0) return undefined
  const best = closest(underscores, [...known])
  const slips = word.length < 3 ? 1 : Math.max(2, Math.floor(word.length / 3))
  return distance(underscores, best) <= slips ? best : undefined
}

function isMissing({path}: z.core.$ZodIssue, {table}: Context): boolean {
  let at: unknown = table
  for (const key of path) at = (at as Record<PropertyKey, unknown> | undefined)?.[key]
  return at === undefined
}

/** The line of the key, or of the nearest thing around it that has one. */
function lineOf(path: readonly PropertyKey[], {lines}: Context): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const line = lines.get(joinPath(path.slice(0, length)))
    if (line !== undefined) return line
  }
  return undefined
}

/** In words, for unions too: what each branch would have taken. */
function wanted(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `a ${issue.expected} is expected`
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')} is expected`
    case 'invalid_union':
      return wantedByUnion(issue)
    case 'invalid_key':
      return issue.issues[0]?.message ?? issue.message
    default:
      return issue.message
  }
}

function wantedByUnion({errors}: Extract<z.core.$ZodIssue, {code: 'invalid_union'}>): string {
  const all = errors.flat()
  const own = all.find(({code}) => code === 'custom')
  if (own) return own.message
  const types = [
    ...new Set(all.flatMap(each => (each.code === 'invalid_type' && each.path.length === 0 ? [each.expected] : []))),
  ]
  const plain = types.filter(type => type !== 'object' && type !== 'array')
  return plain.length > 0 ? `a ${plain.join(' or a ')} is expected` : (all[0]?.message ?? 'this is not expected')
}
