/**
 * On which line of a TOML file each key stands: the parser tells lines of syntax errors only. Works on text the parser
 * has accepted, statement by statement, and lets the parser read each: so quoting and dots mean what they mean there.
 */
import {parse, type TomlTable} from 'smol-toml'

/** Keys are paths, joined by `joinPath`. */
export type Positions = ReadonlyMap<string, number>

export function joinPath(path: readonly PropertyKey[]): string {
  return path.map(String).join('\0')
}

export function positions(text: string): Positions {
  const found = new Map<string, number>()
  const tables = new Map<string, number>()
  let header: readonly string[] = []
  let statement = ''
  let begin = 0
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (statement === '') begin = index + 1
    statement += `${line}\n`
    const table = parsed(statement)
    if (!table) continue
    const isHeader = statement.trimStart().startsWith('[')
    const base = isHeader ? [] : header
    for (const path of paths(table)) {
      const key = joinPath([...base, ...path])
      if (!found.has(key)) found.set(key, begin)
    }
    if (isHeader) header = numbered(deepest(table), statement, tables)
    if (isHeader) found.set(joinPath(header), begin)
    statement = ''
  }
  return found
}

/** `[[waiver]]` opens one more of its kind: its path has its number, from 0. */
function numbered(path: readonly string[], statement: string, tables: Map<string, number>): readonly string[] {
  if (!statement.trimStart().startsWith('[[')) return path
  const number = tables.get(joinPath(path)) ?? 0
  tables.set(joinPath(path), number + 1)
  return [...path, String(number)]
}

/** undefined: the statement goes on in the next line. */
function parsed(statement: string): TomlTable | undefined {
  try {
    return parse(statement)
  } catch {
    return undefined
  }
}

/** Every path in a table, those of the tables in it too. */
function paths(table: TomlTable): readonly (readonly string[])[] {
  return Object.entries(table).flatMap(([key, value]) => [[key], ...inner(value).map(path => [key, ...path])])
}

function inner(value: unknown): readonly (readonly string[])[] {
  return isTable(value) ? paths(value) : []
}

/** Of a header alone: the table it opens. */
function deepest(table: TomlTable): readonly string[] {
  const [[key, value] = []] = Object.entries(table)
  if (key === undefined) return []
  return [key, ...(isTable(value) ? deepest(value) : [])]
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}
