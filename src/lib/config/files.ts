/** The files a configuration is looked for in. Nothing heavy is loaded until one of them exists. */
import {readFile} from 'node:fs/promises'
import {homedir} from 'node:os'
import {dirname, join, relative, resolve} from 'node:path'
import type {CommandInfo} from './flag.js'
import {ConfigError} from './problem.js'
import type {ConfigFile, ConfigText} from './read.js'

export const LOCAL_NAME = 'masque.toml'
const USER_NAME = 'config.toml'

export interface Place {
  readonly path: string
  /** As shown: relative to the working directory, or to the home. */
  readonly shown: string
}

/** The strongest first. */
export function configPlaces(cwd: string, configFolder: string): readonly Place[] {
  const user = join(configFolder, USER_NAME)
  const home = relative(homedir(), user)
  return [
    {path: resolve(cwd, LOCAL_NAME), shown: LOCAL_NAME},
    {path: user, shown: home.startsWith('..') ? user : join('~', home)},
  ]
}

/** Those that exist. @throws ConfigError */
export async function readConfigFiles(
  places: readonly Place[],
  commands: () => readonly CommandInfo[],
): Promise<readonly ConfigFile[]> {
  const texts = await Promise.all(places.map(readPlace))
  const found = texts.flatMap(text => text ?? [])
  if (found.length === 0) return []
  const {readConfig} = await import('./read.js')
  const known = commands()
  return found.map(text => readConfig(text, known))
}

/** undefined: it does not exist. @throws ConfigError */
async function readPlace({path, shown}: Place): Promise<ConfigText | undefined> {
  try {
    return {file: shown, folder: dirname(path), text: await readFile(path, 'utf8')}
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new ConfigError({file: shown}, message, 'mend it, or move it away')
  }
}
