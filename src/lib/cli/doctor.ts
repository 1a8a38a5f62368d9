/** `doctor` between flags and result: what the checks are given, and what they are printed as. */
import type {Config} from '@oclif/core'
import {configPlaces, readConfigFiles} from '../config/files.js'
import {allFlags} from '../config/flag.js'
import {profilesOf} from '../config/layers.js'
import {ConfigError} from '../config/problem.js'
import {strayVariables} from '../config/variables.js'
import type {Configuration, Context, Engine} from '../doctor/context.js'
import {examine, summarise} from '../doctor/doctor.js'
import {systemHost} from '../doctor/system-host.js'
import {visit, type Visit} from '../doctor/visit.js'
import {loadBinding, NativeMissingError} from '../native/binding.js'
import type {ReachOptions} from '../reach/options.js'
import {SetupError} from '../reach/setup-error.js'
import {documentText, linesText} from '../report/answer-text.js'
import type {Check, DoctorDocument} from '../report/doctor-document.js'
import {checkLines, conclusion} from '../report/table/doctor.js'
import {systemClock} from '../spec/clock.js'
import type {UdpTemplate} from '../tunnel/template.js'
import {CliError, Interrupted} from './errors.js'
import {stdoutLook} from './look.js'
import {openPlatform} from './platform.js'
import {readProxy} from './proxy-argument.js'
import {toolFacts} from './run.js'
import {commandsOf} from './settings.js'

export interface DoctorRun {
  readonly config: Config
  readonly proxy: string | undefined
  readonly reach: ReachOptions
  readonly seed: number
  readonly timeoutMs: number
  readonly json: boolean
  readonly noColor: boolean
  readonly signal: AbortSignal
}

/** The exit code. @throws CliError */
export async function runDoctor(run: DoctorRun): Promise<number> {
  const {signal, config, proxy} = run
  const address = proxy === undefined ? undefined : readProxy(proxy)
  const template = address?.kind === 'template' ? address.template : undefined
  const [startedAt, beganMs] = [systemClock.wall(), systemClock.now()]
  const engine = loadEngine(run.seed)
  const context: Context = {
    host: systemHost(),
    engine,
    nodeNeeded: nodeNeeded(config),
    configuration: await lookAtConfiguration(config),
    visit: once(async () => template && visitProxy(template, engine, run)),
    signal,
  }
  const look = stdoutLook(run.noColor)
  const onCheck = (check: Check): void => {
    if (!run.json) process.stdout.write(linesText(checkLines(check, look)))
  }
  const checks = await examine(context, {clock: systemClock, toProxy: template !== undefined, onCheck})
  if (signal.aborted) throw signal.reason instanceof Error ? signal.reason : new Interrupted('interrupted')
  const document: DoctorDocument = {
    schema: 1,
    tool: toolFacts(engine.kind === 'loaded' ? engine.description : null),
    command: 'doctor',
    startedAt: startedAt.toISOString(),
    durationMs: Math.round((systemClock.now() - beganMs) * 1000) / 1000,
    proxy: template ? {template: template.text, authority: template.authority} : null,
    checks: [...checks],
    ...summarise(checks),
  }
  process.stdout.write(run.json ? documentText(document) : linesText(conclusion(document, look)))
  return document.exitCode
}

function loadEngine(seed: number): Engine {
  try {
    const version = loadBinding().version()
    const {engine: description, ...platform} = openPlatform(seed)
    if (description === null) throw new Error('the engine was there, and then was not')
    return {kind: 'loaded', version, description, platform}
  } catch (error) {
    if (!(error instanceof NativeMissingError)) throw error
    return {kind: 'missing', message: error.message, attempts: error.attempts}
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}

async function visitProxy(
  template: UdpTemplate,
  engine: Engine,
  {reach, timeoutMs, signal}: DoctorRun,
): Promise<Visit | undefined> {
  if (engine.kind === 'missing') return undefined
  try {
    return await visit({template, reach, timeoutMs}, engine.platform, signal)
  } catch (error) {
    if (error instanceof SetupError) throw new CliError(error.message, {code: error.code, next: error.next})
    throw error
  }
}

async function lookAtConfiguration(config: Config): Promise<Configuration> {
  const places = configPlaces(process.cwd(), config.configDir)
  const commands = commandsOf(config)
  const stray = strayVariables(process.env, allFlags(commands))
  const told = places.map(({shown}) => shown)
  try {
    const files = await readConfigFiles(places, () => commands)
    const read = new Set(files.map(({file}) => file))
    return {
      files: told.map(file => ({file, read: read.has(file)})),
      problem: undefined,
      profiles: [...profilesOf(files).keys()],
      strayVariables: stray,
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const {message, next} = error
    return {
      files: told.map(file => ({file, read: false})),
      problem: {message, next},
      profiles: [],
      strayVariables: stray,
    }
  }
}

/** From `engines` of the package: one place says it. */
function nodeNeeded({pjson}: Config): string {
  const {engines} = pjson as {readonly engines?: {readonly node?: string}}
  return engines?.node?.replace(/^>=\s*/, '') ?? '20.19'
}
