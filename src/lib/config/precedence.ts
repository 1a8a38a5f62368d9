/**
 * Who wins: command line, environment, profile, then the files, each by its command's table and its defaults. Flags that
 * answer the same question displace one another, so that --insecure on the command line is not undone by a pin in a file.
 */
import type {FlagInfo} from './flag.js'
import {ConfigError} from './problem.js'
import {placeOf, type Setting} from './setting.js'

/** Beyond those that declare themselves exclusive. */
const SAME_QUESTION: readonly (readonly string[])[] = [
  ['insecure', 'cacert', 'pin'],
  ['json', 'format'],
  ['quiet', 'verbose'],
]
/** Another responder is another target, and what a target understands is not for a responder. */
const DISPLACES: Readonly<Record<string, readonly string[]>> = {responder: ['target', 'payload']}

/**
 * @param given the flags of the command line
 * @param layers the strongest first
 * @throws ConfigError if one layer contradicts itself
 */
export function decide(
  flags: readonly FlagInfo[],
  given: ReadonlySet<string>,
  layers: readonly (readonly Setting[])[],
): ReadonlyMap<string, Setting> {
  const decided = new Map<string, Setting>()
  const taken = new Set(given)
  const displaced = new Set<string>()
  const displace = (name: string): void => {
    for (const other of displacedBy(name, flags)) if (!taken.has(other)) displaced.add(other)
  }
  for (const name of given) displace(name)
  for (const layer of layers) {
    const winners = withoutOrphans(
      layer.filter(({flag}) => !taken.has(flag.name) && !displaced.has(flag.name)),
      displaced,
    )
    for (const setting of winners) {
      checkAlone(setting, winners)
      decided.set(setting.flag.name, setting)
    }
    for (const {flag} of winners) taken.add(flag.name)
    for (const setting of winners) if (saysSomething(setting)) displace(setting.flag.name)
  }
  checkComplete(decided, taken)
  return decided
}

function displacedBy(name: string, flags: readonly FlagInfo[]): readonly string[] {
  const declared = flags.flatMap(({name: other, exclusive = []}) =>
    other === name ? exclusive : exclusive.includes(name) ? [other] : [],
  )
  const alike = SAME_QUESTION.filter(group => group.includes(name)).flat()
  return [...declared, ...alike, ...(DISPLACES[name] ?? [])].filter(other => other !== name)
}

/** What only makes sense beside something that was displaced goes with it. */
function withoutOrphans(layer: readonly Setting[], displaced: ReadonlySet<string>): readonly Setting[] {
  return layer.filter(({flag}) => !(flag.dependsOn ?? []).some(other => displaced.has(other)))
}

/** `insecure = false` is no opinion on how the certificate is to be checked. */
function saysSomething({values}: Setting): boolean {
  return values[0] !== false
}

function checkAlone(setting: Setting, layer: readonly Setting[]): void {
  const {flag, origin} = setting
  const rival = layer.find(other => flag.exclusive?.includes(other.flag.name) && saysSomething(other))
  if (!rival || !saysSomething(setting)) return
  throw new ConfigError(placeOf(origin), `${flag.name} and ${rival.flag.name} exclude each other`)
}

function checkComplete(decided: ReadonlyMap<string, Setting>, taken: ReadonlySet<string>): void {
  for (const {flag, origin} of decided.values()) {
    const missing = flag.dependsOn?.find(other => !taken.has(other))
    if (missing === undefined) continue
    throw new ConfigError(placeOf(origin), `${flag.name} needs ${missing} as well`, `set ${missing} beside it`)
  }
}
