/** The published JSON Schemas are those of the program, and what the program prints is what they say. */
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js'
import {execa} from 'execa'
import {parse as parseToml} from 'smol-toml'
import {Config} from '@oclif/core'
import {afterAll, describe, expect, it} from 'vitest'
import {schemaText} from '../src/lib/cli/schema.js'
import {commandsOf} from '../src/lib/cli/settings.js'
import {allFlags} from '../src/lib/config/flag.js'
import {readConfig} from '../src/lib/config/read.js'
import {sampleConfig} from '../src/lib/config/sample.js'
import {SCHEMA_NAMES, type SchemaName} from '../src/lib/report/schema-names.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const config = await Config.load(root)
const bin = join(root, 'bin/run.js')
const folder = mkdtempSync(join(tmpdir(), 'masque-schema-'))
afterAll(() => {
  rmSync(folder, {recursive: true})
})

describe('docs/schema', () => {
  it.each(SCHEMA_NAMES)('%s.json is fresh', async name => {
    await expect(schemaText(name, config)).toMatchFileSnapshot(join(root, 'docs/schema', `${name}.json`))
  })

  it('holds nothing else', () => {
    expect(readdirSync(join(root, 'docs/schema')).sort()).toEqual(SCHEMA_NAMES.map(name => `${name}.json`).sort())
  })
})

function validator(name: SchemaName): ValidateFunction {
  return new Ajv2020({strict: false}).compile(JSON.parse(schemaText(name, config)) as object)
}

async function document(words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const {stdout} = await execa('node', [bin, ...words], {
    cwd: folder,
    env: {PATH: process.env['PATH'], HOME: folder, ...env},
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  })
  return JSON.parse(stdout)
}

function expectValid(name: SchemaName, value: unknown): void {
  const validate = validator(name)
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true)
}

describe('what is printed', () => {
  it('is a result: a tunnel that works, capsules, one that does not', async () => {
    const works = await document(['probe', 'udp', 'self', '-c', '2', '-i', '0', '--json'])
    expectValid('result', works)
    expectValid('udp-facts', (works as {facts: unknown}).facts)
    expectValid('result', await document(['probe', 'udp', 'self', '-c', '1', '--datagrams', 'capsules', '--json']))
    const closed = await document(['probe', 'udp', '127.0.0.1:9', '-w', '0.5', '--json'])
    expectValid('result', closed)
    expect(validator('error')(closed)).toBe(false)
  })

  it('is a result of probe ip, and its facts', async () => {
    const words = ['probe', 'ip', 'self', '--http', '3', '-c', '2', '-i', '0', '--max-hops', '4', '--json']
    const works = await document(words)
    expectValid('result', works)
    expectValid('ip-facts', (works as {facts: unknown}).facts)
    expect(validator('udp-facts')((works as {facts: unknown}).facts)).toBe(false)
  })

  it.each([
    [['probe', 'udp', '--json']],
    [['probe', 'udp', 'self', '--no-such-flag', '--json']],
    [['probe', 'udp', 'http://proxy.example/{target_host}/{target_port}', '--json']],
    [['config', 'show', 'nobody', '--json']],
    [['schema', 'nothing', '--json']],
    [['no-such-command', '--json']],
  ])('is an error: %j', async words => {
    const error = await document(words)
    expectValid('error', error)
    expect(validator('result')(error)).toBe(false)
  })

  it('is a saved run, line by line', async () => {
    await document(['probe', 'udp', 'self', '-c', '2', '-i', '0', '--json', '--save', 'run.jsonl'])
    const lines = readFileSync(join(folder, 'run.jsonl'), 'utf8').trimEnd().split('\n')
    const kinds = lines.map(line => (JSON.parse(line) as {kind: string}).kind)
    expect(new Set(kinds)).toEqual(new Set(['run-begin', 'run', 'stream', 'connection', 'outer', 'tunnel', 'document']))
    const validate = validator('run')
    for (const line of lines)
      expect(validate(JSON.parse(line)), `${line}: ${JSON.stringify(validate.errors)}`).toBe(true)
    expect(validate({kind: 'run-begin'})).toBe(false)
    expectValid('several', await document(['report', 'run.jsonl', 'run.jsonl', '--json']))
  })

  it('is what the doctor says', async () => {
    expectValid('doctor', await document(['doctor', '--json']))
    expectValid('doctor', await document(['doctor', '127.0.0.1:9', '-w', '0.5', '--json']))
    expectValid('doctor', await document(['doctor', '--json'], {MASQUE_NATIVE_PATH: '/nowhere.node'}))
  })
})

describe('the sample configuration', () => {
  const commands = commandsOf(config)
  const sample = sampleConfig(commands)
  const uncommented = sample.replaceAll(/^#(?=[a-z[])/gm, '')

  it('sets nothing as it is written', () => {
    expect(parseToml(sample)).toEqual({})
  })

  it('is valid without its comment signs, to the program and to the published schema', () => {
    expect(() => readConfig({file: 'masque.toml', folder, text: uncommented}, commands)).not.toThrow()
    expectValid('config', parseToml(uncommented))
  })

  it('holds every setting, of every command', () => {
    const file = readConfig({file: 'masque.toml', folder, text: uncommented}, commands)
    const profile = file.profiles.get('office') ?? {}
    for (const {words, flags} of commands) {
      for (const {name} of flags) {
        const places = [file.defaults, profile, file.command(words)]
        expect(
          places.some(place => name in place),
          `${words.join(' ')} --${name}`,
        ).toBe(true)
      }
    }
    expect(allFlags(commands).length).toBeGreaterThan(30)
  })

  it('is taken by every command as it is shown', async () => {
    writeFileSync(join(folder, 'masque.toml'), sample)
    const shown = (await document(['config', 'show', '--json'])) as {settings: {origin: {kind: string} | null}[]}
    expect(shown.settings.every(({origin}) => origin === null || origin.kind === 'default')).toBe(true)
    rmSync(join(folder, 'masque.toml'))
  })

  it.each([
    ['[defaults]\ntimeuot = 1', false],
    ['[defaults]\nuser = "me:x"', false],
    ['[profiles.a]\ntimeout = 1', false],
    ['[profiles.a]\nproxy = "x"\ntimeout = 1', true],
  ])('%j is judged alike by both', (text, good) => {
    expect(validator('config')(parseToml(text))).toBe(good)
    const read = () => readConfig({file: 'masque.toml', folder, text}, commands)
    if (good) expect(read).not.toThrow()
    else expect(read).toThrow()
  })
})
