/** Every command and every topic helps, with examples that the parser takes as they stand. */
import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {Config, Parser, type Command} from '@oclif/core'
import {describe, expect, it} from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const config = await Config.load(root)
const own = config.commands.filter(({pluginName, hidden}) => pluginName === config.name && !hidden)

/** Not to be found in a file or in the environment: said by who types it, or with a meaning of its own. */
const WITHOUT_VARIABLE = ['responder-key', 'force', 'stdout']
/** What is set to choose for a check would leave things out of a list. */
const FILTERS: Readonly<Record<string, readonly string[]>> = {
  requirements: ['level', 'binds', 'class', 'needs', 'state'],
}

interface Example {
  readonly command: string
}

/** As the help prints them. */
function examplesOf({examples = [], id}: Command.Loadable): readonly Example[] {
  return examples.map(example => {
    const text = typeof example === 'string' ? example : example.command
    return {
      command: text
        .replaceAll('<%= config.bin %>', config.bin)
        .replaceAll('<%= command.id %>', id.replaceAll(':', ' ')),
    }
  })
}

/** Words of a shell line: quotes are all that examples use of it, and redirections at the end. */
function wordsOf(line: string): readonly string[] {
  const [command = ''] = line.split(/ [>|] /)
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}

describe.each(own.map(command => [command.id.replaceAll(':', ' '), command] as const))('masque %s', (name, command) => {
  it('has two examples at least, and they parse', async () => {
    const examples = examplesOf(command)
    expect(examples.length).toBeGreaterThanOrEqual(2)
    const loaded = await command.load()
    for (const {command: line} of examples) {
      const words = wordsOf(line.replace(/^sudo /, ''))
      expect(words.slice(0, 1 + name.split(' ').length).join(' '), line).toBe(`masque ${name}`)
      await Parser.parse(words.slice(1 + name.split(' ').length), {
        flags: {...loaded.baseFlags, ...loaded.flags},
        args: loaded.args,
        strict: loaded.strict,
      })
    }
  })

  it('says what it is for, and what its exit codes mean', () => {
    expect(command.summary).toMatch(/[.?]$/)
    expect(command.description).toMatch(/Exit codes: /)
  })

  it('has a variable for every flag, named like the flag', () => {
    const excepted = [...WITHOUT_VARIABLE, ...(FILTERS[name] ?? [])]
    const without = Object.values(command.flags).filter(({name: flag}) => !excepted.includes(flag))
    for (const flag of without) {
      expect((flag as {env?: string}).env, flag.name).toBe(`MASQUE_${flag.name.replaceAll('-', '_').toUpperCase()}`)
    }
  })
})

it('describes every topic', () => {
  const {oclif} = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {oclif: {topics: Record<string, object>}}
  const topics = new Set(own.filter(({id}) => id.includes(':')).map(({id}) => id.split(':')[0] ?? ''))
  expect(Object.keys(oclif.topics).sort()).toEqual([...topics].sort())
})
