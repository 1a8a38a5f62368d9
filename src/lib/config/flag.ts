/**
 * Flags as the configuration sees them: what oclif's definitions and its manifest have in common. Everything about
 * masque.toml follows from these, so that a new flag needs no second definition.
 */

export interface FlagInfo {
  readonly name: string
  readonly type: 'boolean' | 'option'
  readonly options?: readonly string[] | undefined
  readonly multiple?: boolean | undefined
  /** Between several values of one word. */
  readonly delimiter?: string | undefined
  readonly helpValue?: string | readonly string[] | undefined
  readonly default?: unknown
  readonly allowNo?: boolean | undefined
  readonly env?: string | undefined
  readonly description?: string | undefined
  readonly hidden?: boolean | undefined
  readonly dependsOn?: readonly string[] | undefined
  readonly exclusive?: readonly string[] | undefined
}

export interface CommandInfo {
  /** Its words: `probe`, `udp`. */
  readonly words: readonly string[]
  /** Takes a PROXY, so that profiles apply. */
  readonly takesProxy: boolean
  readonly flags: readonly FlagInfo[]
}

const NUMERIC = new Set(['N', 'SECONDS', 'MS', 'PPS', 'BYTES', 'OCTETS'])

export function isNumeric({helpValue, default: value}: FlagInfo): boolean {
  return typeof value === 'number' || (typeof helpValue === 'string' && NUMERIC.has(helpValue))
}

/** A flag without a value that can be said no to is one that is on. The manifest keeps no other trace of it. */
export function isOnByDefault({default: value, allowNo}: FlagInfo): boolean {
  return value === true || allowNo === true
}

/** A flag that names a file: its value, or what stands behind `=` in it. */
export function pathIn(
  {helpValue}: FlagInfo,
  value: string,
): {readonly before: string; readonly path: string} | undefined {
  if (typeof helpValue !== 'string') return undefined
  if (/^(FILE|DIR|PATH)$/.test(helpValue)) return {before: '', path: value}
  const equals = value.indexOf('=')
  return /=(FILE|DIR|PATH)$/.test(helpValue) && equals >= 0
    ? {before: value.slice(0, equals + 1), path: value.slice(equals + 1)}
    : undefined
}

/** Said for one run, by who types it: nothing to be found in a file or in the environment. */
export const TYPED_ONLY: ReadonlySet<string> = new Set(['force', 'stdout', 'include-secrets'])

/** Values that are credentials themselves; files that hold some are named by flags of their own. */
export const SECRET_FLAGS: ReadonlySet<string> = new Set(['user'])

/** Fields whose values are credentials, by the look of their names. */
export function isSecretField(name: string): boolean {
  return /auth|cookie|token|secret|passw|api-?key/i.test(name)
}

/** One entry a name, in the order of first appearance. */
export function allFlags(commands: readonly CommandInfo[]): readonly FlagInfo[] {
  const byName = new Map<string, FlagInfo>()
  for (const {flags} of commands) for (const flag of flags) if (!byName.has(flag.name)) byName.set(flag.name, flag)
  return [...byName.values()]
}
