/**
 * As much of YAML as action.yml is written in: mappings and lists by indentation, plain and quoted words, comments. What it
 * does not know is an error, so that nothing is read as something else.
 */

export type Yaml = string | readonly Yaml[] | {readonly [key: string]: Yaml}

interface Line {
  readonly indent: number
  readonly text: string
}

export function readPlainYaml(text: string): Yaml {
  const lines = text.split('\n').flatMap(line => {
    const bare = line.replace(/^(\s*)#.*$/, '$1').trimEnd()
    return bare.trim() === '' ? [] : [{indent: bare.length - bare.trimStart().length, text: bare.trim()}]
  })
  return block(lines)
}

function block(lines: readonly Line[]): Yaml {
  const [first] = lines
  if (!first) throw new Error('nothing is there')
  const parts: Line[][] = []
  for (const line of lines) {
    if (line.indent < first.indent) throw new Error(`indentation: ${line.text}`)
    if (line.indent === first.indent) parts.push([line])
    else parts.at(-1)?.push(line)
  }
  if (first.text.startsWith('- ')) return parts.map(item)
  return Object.fromEntries(parts.map(entry))
}

function item([first, ...rest]: readonly Line[]): Yaml {
  const text = first?.text ?? ''
  if (!first || !text.startsWith('- ')) throw new Error(`a list goes on with: ${text}`)
  return block([{indent: first.indent + 2, text: text.slice(2)}, ...rest])
}

function entry([first, ...rest]: readonly Line[]): readonly [string, Yaml] {
  const [, key, value = ''] = /^([\w-]+):(?: (.*))?$/.exec(first?.text ?? '') ?? []
  if (key === undefined) throw new Error(`no mapping: ${first?.text ?? ''}`)
  if (value === '') return [key, block(rest)]
  if (rest.length > 0) throw new Error(`a value and more: ${first?.text ?? ''}`)
  return [key, scalar(value)]
}

function scalar(text: string): string {
  const single = /^'((?:[^']|'')*)'(?: #.*)?$/.exec(text)
  if (single) return (single[1] ?? '').replaceAll("''", "'")
  const double = /^"([^"\\]*)"(?: #.*)?$/.exec(text)
  if (double) return double[1] ?? ''
  const plain = text.replace(/ #.*$/, '')
  if (/^[-?:,[\]{}#&*!|>'"%@`]/.test(plain) || plain.includes(': ')) throw new Error(`not plain: ${text}`)
  return plain
}
