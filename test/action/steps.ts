/** action.yml as a runner does it: its own steps in order, with expressions, files and continue-on-error as there. */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {execa} from 'execa'
import {readPlainYaml} from './plain-yaml.js'

export const root = fileURLToPath(new URL('../../', import.meta.url))
const stub = fileURLToPath(new URL('masque-stub.mjs', import.meta.url))

interface Step {
  readonly id?: string
  readonly uses?: string
  readonly run?: string
  readonly shell?: string
  readonly if?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, string>>
  readonly 'continue-on-error'?: string
}

export interface Action {
  readonly inputs: Readonly<Record<string, {readonly description: string; readonly default: string}>>
  readonly outputs: Readonly<Record<string, {readonly description: string; readonly value: string}>>
  readonly runs: {readonly using: string; readonly steps: readonly Step[]}
}

export const action = readPlainYaml(readFileSync(join(root, 'action.yml'), 'utf8')) as unknown as Action

type Values = Readonly<Record<string, string>>
type Contexts = Readonly<{inputs: Values; steps: Readonly<Record<string, Values>>}>

/** `${{ inputs.NAME }}` and `${{ steps.ID.outputs.NAME }}`; what is not there is empty, as on a runner. */
function evaluate(text: string, {inputs, steps}: Contexts): string {
  return text.replaceAll(/\$\{\{ ([^}]+) \}\}/g, (whole, expression: string) => {
    const input = /^inputs\.([\w-]+)$/.exec(expression)
    if (input) return inputs[input[1]!] ?? ''
    const output = /^steps\.([\w-]+)\.outputs\.([\w-]+)$/.exec(expression)
    if (output) return steps[output[1]!]?.[output[2]!] ?? ''
    throw new Error(`not understood: ${whole}`)
  })
}

/** What a step wrote, the last of a name counting. */
function readOutputs(path: string): Values {
  const found: Record<string, string> = {}
  const lines = readFileSync(path, 'utf8').split('\n')
  for (let at = 0; at < lines.length; at++) {
    const [, name, mark] = /^([\w-]+)<<(.+)$/.exec(lines[at] ?? '') ?? []
    if (name === undefined) continue
    const end = lines.indexOf(mark!, at)
    found[name] = lines.slice(at + 1, end).join('\n')
    at = end
  }
  return found
}

export interface Stub {
  readonly exit?: number
  readonly signal?: NodeJS.Signals
  readonly report?: unknown
  readonly noisy?: string
  readonly ready?: number
  readonly usage?: boolean
}

export interface Ran {
  readonly outputs: Values
  readonly log: string
  readonly summary: string
  /** Of the last step: whether the job goes on. */
  readonly failed: boolean
  /** What masque was called with, each time. */
  readonly calls: readonly (readonly string[])[]
}

interface World {
  readonly folder: string
  readonly inputs: Values
}

/** The step that checks. */
export async function runCheck({folder, inputs}: World, found: Stub): Promise<Ran> {
  for (const name of ['output', 'summary', 'calls']) writeFileSync(join(folder, name), '')
  mkdirSync(join(folder, 'work'), {recursive: true})
  return runStep('check', {folder, inputs: {executable: stub, ...inputs}}, {}, found)
}

/** The step that decides, on what the first one left. */
export async function runDecide(world: World, {outputs}: Pick<Ran, 'outputs'>): Promise<Ran> {
  return runStep('decide', world, {check: outputs, artifact: {'artifact-url': 'https://example.com/artifact'}})
}

async function runStep(id: string, {folder, inputs}: World, steps: Contexts['steps'], found: Stub = {}): Promise<Ran> {
  const step = action.runs.steps.find(each => each.id === id)!
  const defaults = Object.fromEntries(Object.entries(action.inputs).map(([name, input]) => [name, input.default]))
  const contexts = {inputs: {...defaults, ...inputs}, steps}
  const env = Object.entries(step.env ?? {}).map(([name, value]) => [name, evaluate(value, contexts)])
  const file = (name: string): string => join(folder, name)
  writeFileSync(file('stub'), JSON.stringify(found))
  const shell = await execa(step.shell!, ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step.run!], {
    cwd: file('work'),
    env: {
      ...(Object.fromEntries(env) as Values),
      PATH: process.env['PATH'],
      GITHUB_ACTION_PATH: root,
      GITHUB_OUTPUT: file('output'),
      GITHUB_STEP_SUMMARY: file('summary'),
      RUNNER_TEMP: file('work'),
      STUB: file('stub'),
      STUB_LOG: file('calls'),
    },
    extendEnv: false,
    reject: false,
    all: true,
  })
  const calls = readFileSync(file('calls'), 'utf8').trimEnd().split('\n').filter(Boolean)
  return {
    outputs: readOutputs(file('output')),
    log: shell.all,
    summary: readFileSync(file('summary'), 'utf8'),
    failed: shell.exitCode !== 0,
    calls: calls.map(line => JSON.parse(line) as string[]),
  }
}
