/** `config show`: files, settings and profiles, as text for people or one JSON document. */
import type {Config} from '@oclif/core'
import {configPlaces, readConfigFiles} from '../config/files.js'
import {allFlags} from '../config/flag.js'
import {profilesOf} from '../config/layers.js'
import {ConfigError, showPlace} from '../config/problem.js'
import {showProfiles, showSettings, type ShownSetting} from '../config/show.js'
import {strayVariables} from '../config/variables.js'
import {documentText} from '../report/answer-text.js'
import {escape} from '../style/escape.js'
import {CliError} from './errors.js'
import {commandsOf, toCliError} from './settings.js'

/** @throws CliError */
export async function configShow(config: Config, profileName: string | undefined, asJson: boolean): Promise<string> {
  const places = configPlaces(process.cwd(), config.configDir)
  const commands = commandsOf(config)
  try {
    const files = await readConfigFiles(places, () => commands)
    const profile = profileName === undefined ? undefined : profilesOf(files).get(profileName)
    if (profileName !== undefined && !profile) throw noProfile(profileName, [...profilesOf(files).keys()])
    const document = {
      files: places.map(({shown, path}) => ({file: shown, path, read: files.some(({file}) => file === shown)})),
      profile: profileName ?? null,
      settings: showSettings(commands, files, profile, process.env),
      profiles: showProfiles(files),
      warnings: strayVariables(process.env, allFlags(commands)).map(
        ({name, meant}) => `${name} is no setting of masque${meant === undefined ? '' : `: did you mean ${meant}?`}`,
      ),
    }
    return asJson ? documentText(document) : asText(document)
  } catch (error) {
    if (error instanceof ConfigError) throw toCliError(error)
    throw error
  }
}

function noProfile(name: string, known: readonly string[]): CliError {
  const next = known.length === 0 ? 'masque init --stdout shows how one is written' : `one of ${known.join(', ')}`
  return new CliError(`there is no profile '${name}'`, {code: 'no-such-profile', next})
}

interface Shown {
  readonly files: readonly {readonly file: string; readonly read: boolean}[]
  readonly settings: readonly ShownSetting[]
  readonly profiles: ReturnType<typeof showProfiles>
  readonly warnings: readonly string[]
}

function asText({files, settings, profiles, warnings}: Shown): string {
  const set = settings.filter(({value}) => value !== null)
  const unset = new Set(settings.filter(({value}) => value === null).map(({flag}) => flag))
  const ambiguous = new Set(set.map(({flag}) => flag).filter((flag, index, all) => all.indexOf(flag) !== index))
  return [
    'Files, the stronger first',
    ...columns(files.map(({file, read}) => [file, read ? 'read' : 'not there'])),
    '',
    'Settings',
    ...columns(set.map(setting => [nameOf(setting, ambiguous), ...lineOf(setting)])),
    ...(unset.size > 0 ? ['', 'Not set', ...wrapped([...unset])] : []),
    ...(profiles.length > 0
      ? [
          '',
          'Profiles',
          ...columns(
            profiles.map(({name, proxy, file, line}) => [name, proxy, showPlace({file, line: line ?? undefined})]),
          ),
        ]
      : []),
    ...warnings.map(warning => `\n! ${warning}`),
    '',
  ]
    .map(line => line.split('\n').map(escape).join('\n'))
    .join('\n')
}

/** Where commands differ, each is named. */
function nameOf({flag, commands}: ShownSetting, ambiguous: ReadonlySet<string>): string {
  return ambiguous.has(flag) ? `${flag} (${commands.join(', ')})` : flag
}

function lineOf({value, origin}: ShownSetting): readonly [string, string] {
  return [typeof value === 'string' ? value : (value ?? []).join(', '), describe(origin)]
}

function describe(origin: ShownSetting['origin']): string {
  switch (origin?.kind) {
    case 'environment':
      return origin.variable
    case 'file':
      return `${showPlace(origin)} [${origin.table}]`
    case 'default':
    case undefined:
      return 'default'
  }
}

const INDENT = '  '

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows.map(row => `${INDENT}${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
}

function wrapped(words: readonly string[], width = 80): readonly string[] {
  const lines: string[] = []
  let line = INDENT
  for (const [index, word] of words.entries()) {
    const text = index === words.length - 1 ? word : `${word}, `
    if (line.length + text.length > width) {
      lines.push(line.trimEnd())
      line = INDENT
    }
    line += text
  }
  return [...lines, line]
}
