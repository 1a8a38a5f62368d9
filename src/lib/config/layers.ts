/** All that was set for one command, layer by layer: what precedence.ts decides over. */
import type {CommandInfo} from './flag.js'
import type {ConfigFile} from './read.js'
import {fromEnvironment, fromTable, type Setting} from './setting.js'

export interface Profile {
  readonly name: string
  readonly proxy: string
  readonly file: ConfigFile
}

/** Every profile; of two with one name that of the stronger file. */
export function profilesOf(files: readonly ConfigFile[]): ReadonlyMap<string, Profile> {
  const found = new Map<string, Profile>()
  for (const file of files) {
    for (const [name, {proxy}] of file.profiles) if (!found.has(name)) found.set(name, {name, proxy, file})
  }
  return found
}

/** The strongest first. */
export function layersFor(
  {words, flags}: Pick<CommandInfo, 'words' | 'flags'>,
  files: readonly ConfigFile[],
  profile: Profile | undefined,
  env: NodeJS.ProcessEnv,
): readonly (readonly Setting[])[] {
  const settings = profile?.file.profiles.get(profile.name)
  return [
    fromEnvironment(flags, env),
    profile && settings ? fromTable(profile.file, ['profiles', profile.name], settings, flags) : [],
    ...files.flatMap(file => [
      fromTable(file, words, file.command(words), flags),
      fromTable(file, ['defaults'], file.defaults, flags),
    ]),
  ]
}
