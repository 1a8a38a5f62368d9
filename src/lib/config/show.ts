/** Every value there is, with where it comes from: what `masque config show` tells. Secrets stay hidden. */
import {isOnByDefault, type CommandInfo, type FlagInfo} from './flag.js'
import {layersFor, profilesOf, type Profile} from './layers.js'
import {decide} from './precedence.js'
import type {ConfigFile} from './read.js'
import {joinPath} from './positions.js'
import {showValue, type Origin, type Setting} from './setting.js'

export interface ShownSetting {
  readonly flag: string
  /** The commands it is this for. */
  readonly commands: readonly string[]
  /** null: not set, and there is no default. */
  readonly value: string | readonly string[] | null
  readonly origin: Origin | {readonly kind: 'default'} | null
}

export interface ShownProfile {
  readonly name: string
  readonly proxy: string
  readonly file: string
  readonly line: number | null
}

export function showSettings(
  commands: readonly CommandInfo[],
  files: readonly ConfigFile[],
  profile: Profile | undefined,
  env: NodeJS.ProcessEnv,
): readonly ShownSetting[] {
  const rows = new Map<string, ShownSetting>()
  for (const command of commands) {
    const applies = command.takesProxy ? profile : undefined
    const decided = decide(command.flags, new Set(), layersFor(command, files, applies, env))
    for (const flag of command.flags.filter(({hidden}) => !hidden)) {
      const row = {flag: flag.name, ...shown(flag, decided.get(flag.name))}
      const key = JSON.stringify(row)
      const before = rows.get(key)?.commands ?? []
      rows.set(key, {...row, commands: [...before, command.words.join(' ')]})
    }
  }
  return [...rows.values()].sort((a, b) => a.flag.localeCompare(b.flag, 'en'))
}

function shown(flag: FlagInfo, setting: Setting | undefined): Pick<ShownSetting, 'value' | 'origin'> {
  if (setting) {
    const values = setting.values.map(value => showValue(flag, value))
    return {value: flag.multiple ? values : (values[0] ?? ''), origin: setting.origin}
  }
  if (flag.type === 'boolean') return {value: String(isOnByDefault(flag)), origin: {kind: 'default'}}
  if (typeof flag.default !== 'string' && typeof flag.default !== 'number') return {value: null, origin: null}
  return {value: String(flag.default), origin: {kind: 'default'}}
}

export function showProfiles(files: readonly ConfigFile[]): readonly ShownProfile[] {
  return [...profilesOf(files).values()].map(({name, proxy, file}) => ({
    name,
    proxy,
    file: file.file,
    line: file.positions.get(joinPath(['profiles', name])) ?? null,
  }))
}
