/** Environment variables that look like settings of ours and are none: mostly slips of the finger. */
import {closest, distance} from 'fastest-levenshtein'
import type {FlagInfo} from './flag.js'

/** Those that are no flags: our own, and what the command framework and its shell completion know. */
const OTHERS = [
  'MASQUE_RESPONDER_KEY',
  'MASQUE_NATIVE_PATH',
  'MASQUE_CONFIG_DIR',
  'MASQUE_CACHE_DIR',
  'MASQUE_DATA_DIR',
]
const FRAMEWORK =
  /^MASQUE_(AC_|SKIP_|HIDE_|NPM_REGISTRY|BINPATH|THEME|REDIRECTED|VERSION_|INCLUDE_|TABLE_|TOPIC_|DISABLE_)/

export interface StrayVariable {
  readonly name: string
  readonly meant: string | undefined
}

export function strayVariables(env: NodeJS.ProcessEnv, flags: readonly FlagInfo[]): readonly StrayVariable[] {
  const known = [...flags.flatMap(flag => (flag.env === undefined ? [] : [flag.env])), ...OTHERS]
  return Object.keys(env)
    .filter(name => name.startsWith('MASQUE_') && !known.includes(name) && !FRAMEWORK.test(name))
    .sort()
    .map(name => ({name, meant: meantBy(name, known)}))
}

function meantBy(name: string, known: readonly string[]): string | undefined {
  const best = closest(name, [...known])
  return distance(name, best) <= 2 ? best : undefined
}
