/**
 * Between the command line and the flags a command sees: environment, profile and masque.toml, for every command and
 * every flag alike. oclif still parses; what was set elsewhere reaches it as the flags' defaults.
 */
import {Parser, type Config, type Interfaces} from '@oclif/core'
import {configPlaces, readConfigFiles} from '../config/files.js'
import {TYPED_ONLY, type CommandInfo, type FlagInfo} from '../config/flag.js'
import {layersFor, profilesOf, type Profile} from '../config/layers.js'
import {decide} from '../config/precedence.js'
import {ConfigError, showPlace, type Place} from '../config/problem.js'
import type {ConfigFile} from '../config/read.js'
import {inputsOf, placeOf, type Setting} from '../config/setting.js'
import {askForProxy} from './ask.js'
import {CliError} from './errors.js'

type AnyFlag = Interfaces.OptionFlag<unknown> | Interfaces.BooleanFlag<unknown>
export type AnyFlags = Readonly<Record<string, AnyFlag>>
export type AnyArgs = Readonly<Record<string, Interfaces.Arg<unknown>>>

export interface Definitions {
  readonly id: string
  readonly flags: AnyFlags
  readonly args: AnyArgs
}

export interface Prepared {
  readonly argv: readonly string[]
  readonly flags: AnyFlags
  readonly args: AnyArgs
  /** Where values stand that were not given on the command line, by flag: for errors that are found later. */
  readonly places: ReadonlyMap<string, Place>
}

export interface Ways {
  /** Files that are wrong count as if they were not there. */
  readonly forgiving: boolean
  /** Told as soon as it is known: errors that follow are JSON as well. */
  readonly onJson: (wanted: boolean) => void
}

/** @throws CliError */
export async function prepare(
  definitions: Definitions,
  argv: readonly string[],
  config: Config,
  ways: Ways,
): Promise<Prepared> {
  try {
    return await prepared(definitions, argv, config, ways)
  } catch (error) {
    if (error instanceof ConfigError) throw toCliError(error)
    throw error
  }
}

export function toCliError({message, next}: ConfigError): CliError {
  return new CliError(message, {code: 'bad-config', ...(next !== undefined && {next})})
}

async function prepared(
  {id, flags, args}: Definitions,
  argv: readonly string[],
  config: Config,
  {forgiving, onJson}: Ways,
): Promise<Prepared> {
  const {given, proxy: typed} = await lookAt(argv, flags, args)
  const files = await readFiles(config, forgiving)
  const profiles = profilesOf(files)
  onJson(wantsJson(given, decideFor({id, flags}, given, files, profiles.get(typed ?? ''))))
  const asked = typed === undefined && args['proxy']?.required ? await askForProxy([...profiles.values()]) : undefined
  const proxy = typed ?? asked
  const profile = proxy === undefined ? undefined : profiles.get(proxy)
  const decided = decideFor({id, flags}, given, files, profile)
  return {
    argv: asked === undefined ? argv : [asked, ...argv],
    flags: await withDefaults(flags, given, decided),
    args: proxyInPlace(args, profile?.proxy),
    places: new Map([...decided].map(([name, {origin}]) => [name, placeOf(origin)])),
  }
}

async function readFiles(config: Config, forgiving: boolean): Promise<readonly ConfigFile[]> {
  try {
    return await readConfigFiles(configPlaces(process.cwd(), config.configDir), () => commandsOf(config))
  } catch (error) {
    if (forgiving && error instanceof ConfigError) return []
    throw error
  }
}

function decideFor(
  {id, flags}: Pick<Definitions, 'id' | 'flags'>,
  given: ReadonlySet<string>,
  files: readonly ConfigFile[],
  profile: Profile | undefined,
): ReadonlyMap<string, Setting> {
  const known = Object.entries(flags).map(([name, flag]) => toFlagInfo(name, flag as unknown as FlagInfo))
  return decide(known, given, layersFor({words: id.split(':'), flags: known}, files, profile, process.env))
}

function toFlagInfo(name: string, flag: FlagInfo): FlagInfo {
  return {...flag, name}
}

/** A first look: which flags are given, and which PROXY. @throws oclif's usage errors */
async function lookAt(
  argv: readonly string[],
  flags: AnyFlags,
  args: AnyArgs,
): Promise<{readonly given: ReadonlySet<string>; readonly proxy: string | undefined}> {
  const bareFlags = Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, bare(flag)]))
  const bareArgs = Object.fromEntries(
    Object.entries(args).map(([name, {description}]) => [
      name,
      {name, description, input: [], ignoreStdin: true, parse: async (text: string) => text},
    ]),
  )
  // How many arguments there may be is judged later.
  const found = await Parser.parse([...argv], {flags: bareFlags, args: bareArgs, strict: false} as Interfaces.Input<
    Record<string, unknown>,
    Record<string, unknown>,
    Record<string, unknown>
  >)
  const given = new Set(
    Object.keys(found.flags).filter(name => found.raw.some(token => token.type === 'flag' && token.flag === name)),
  )
  const proxy = found.args['proxy']
  return {given, proxy: typeof proxy === 'string' ? proxy : undefined}
}

/** What tells the words of a command line apart, and nothing that judges them. */
function bare(flag: AnyFlag): object {
  const {type, char, multiple, aliases, charAliases, allowNo} = flag as Interfaces.OptionFlag<unknown> & {
    allowNo?: boolean
  }
  return {type, char, multiple, multipleNonGreedy: true, aliases, charAliases, allowNo}
}

async function withDefaults(
  flags: AnyFlags,
  given: ReadonlySet<string>,
  decided: ReadonlyMap<string, Setting>,
): Promise<AnyFlags> {
  const entries = Object.entries(flags).map(async ([name, flag]) => {
    // A value list ends with its first value: what follows may be PROXY.
    const own = {...flag, env: undefined, multipleNonGreedy: true}
    const setting = decided.get(name)
    if (given.has(name) || !setting) return [name, own] as const
    const value = await valueOf(flag, setting)
    return [name, {...own, default: async () => value}] as const
  })
  const all: readonly (readonly [string, unknown])[] = await Promise.all(entries)
  return Object.fromEntries(all) as AnyFlags
}

/** As oclif would have it from the command line. @throws ConfigError */
async function valueOf(flag: AnyFlag, setting: Setting): Promise<unknown> {
  if (flag.type === 'boolean') return setting.values[0] === true
  const inputs = await inputsOf(setting, process.env)
  const parsed = await Promise.all(inputs.map(input => parseInput(flag, input, setting)))
  return flag.multiple ? parsed : parsed[0]
}

async function parseInput(flag: Interfaces.OptionFlag<unknown>, input: string, setting: Setting): Promise<unknown> {
  try {
    return await flag.parse(input, {} as never, flag)
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    throw new ConfigError(placeOf(setting.origin), error.message, error.next)
  }
}

/** A profile's PROXY in the place of its name. */
function proxyInPlace(args: AnyArgs, proxy: string | undefined): AnyArgs {
  return Object.fromEntries(
    Object.entries(args).map(([name, arg]) => {
      const quiet = {...arg, ignoreStdin: true}
      return [name, name === 'proxy' && proxy !== undefined ? {...quiet, parse: async () => proxy} : quiet]
    }),
  )
}

function wantsJson(given: ReadonlySet<string>, decided: ReadonlyMap<string, Setting>): boolean {
  if (given.has('json')) return true
  return decided.get('json')?.values[0] === true || decided.get('format')?.values[0] === 'json'
}

/** Our own commands, as the manifest has them. */
export function commandsOf(config: Config): readonly CommandInfo[] {
  return config.commands
    .filter(({pluginName, hidden}) => pluginName === config.name && !hidden)
    .map(({id, flags, args}) => ({
      words: id.split(':'),
      takesProxy: 'proxy' in args,
      flags: (Object.values(flags) as unknown as readonly FlagInfo[]).filter(({name}) => !TYPED_ONLY.has(name)),
    }))
}

/** What is said of a flag that nobody typed gets the place where its value stands. */
export function located(error: unknown, places: ReadonlyMap<string, Place>): unknown {
  if (!(error instanceof CliError)) return error
  const place = places.get(/^--([a-z0-9-]+)/.exec(error.message)?.[1] ?? '')
  if (!place) return error
  const {code, exitCode, next} = error
  return new CliError(`${showPlace(place)}: ${error.message}`, {
    code,
    exitCode: exitCode as 2 | 3 | 70,
    ...(next !== undefined && {next}),
  })
}
