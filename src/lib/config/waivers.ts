/**
 * masque.waivers.toml: deviations that somebody accepted, each with a reason and an end. Read as masque.toml is: what is
 * wrong is told with its line. Which requirements there are is not known here.
 */
import {TomlDate} from 'smol-toml'
import {z} from 'zod'
import {joinPath, positions, type Positions} from './positions.js'
import {ConfigError} from './problem.js'
import {parseToml, suggestion} from './read.js'

export const WAIVERS_NAME = 'masque.waivers.toml'

const text = z.string({error: 'a text is expected'}).trim().min(1, {error: 'there is nothing in it'})

const entry = z.strictObject({
  id: text,
  /** Whoever writes 3 means "3". */
  http: z
    .preprocess(
      value => (typeof value === 'number' ? String(value) : value),
      z.enum(['3', '2', '1.1'], {error: '3, 2 or 1.1 is expected'}),
    )
    .optional(),
  reason: text,
  until: z.preprocess(
    value => (value instanceof TomlDate && value.isDate() ? value.toISOString() : value),
    z.iso.date({error: 'write the last day it holds, as in 2026-12-31'}),
  ),
})

const schema = z.strictObject({waiver: z.array(entry).default([])})
const KEYS = Object.keys(entry.shape)

export type WaiverEntry = z.infer<typeof entry> & {readonly line: number}

/** @throws ConfigError */
export function readWaivers(file: string, content: string): readonly WaiverEntry[] {
  const table = parseToml(file, content)
  const lines = positions(content)
  const checked = schema.safeParse(table)
  if (!checked.success) throw explain(checked.error.issues[0], file, lines)
  return checked.data.waiver.map((one, index) => ({...one, line: lines.get(joinPath(['waiver', index])) ?? 1}))
}

function explain(issue: z.core.$ZodIssue | undefined, file: string, lines: Positions): ConfigError {
  if (issue === undefined) throw new Error('nothing is wrong')
  const [, , name] = issue.path.map(String)
  const next = 'each entry has id, reason and until, and http if it is for one version only: docs/ci.md'
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys
    const meant = issue.path.length === 0 ? 'waiver' : suggestion(key, KEYS)
    const place = {file, line: lineOf([...issue.path, key], lines)}
    const problem = issue.path.length === 0 ? `'${key}' is no waiver` : `a waiver has no '${key}'`
    return new ConfigError(place, problem, meant === undefined ? next : `did you mean '${meant}'?`)
  }
  const line = lineOf(issue.path, lines)
  if (name === undefined) return new ConfigError({file, line}, 'waivers are entries that begin with [[waiver]]', next)
  const isMissing = !lines.has(joinPath(issue.path))
  return new ConfigError({file, line}, isMissing ? `${name} is missing` : `${name}: ${issue.message}`, next)
}

function lineOf(path: readonly PropertyKey[], lines: Positions): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const line = lines.get(joinPath(path.slice(0, length)))
    if (line !== undefined) return line
  }
  return undefined
}
