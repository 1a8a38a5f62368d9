/** `--waivers FILE`, or masque.waivers.toml where one is: read, and held against the catalogue before anything is sent. */
import {stat} from 'node:fs/promises'
import {ConfigError, showPlace} from '../../config/problem.js'
import {readWaivers, WAIVERS_NAME, type WaiverEntry} from '../../config/waivers.js'
import type {Requirement} from '../../spec/requirement.js'
import type {Waiver} from '../../suite/settle/waivers.js'
import {CliError} from '../errors.js'
import {readText} from '../read-text.js'
import {notAnId} from './known-ids.js'

export interface WaiversFile {
  /** As shown. */
  readonly file: string
  readonly waivers: readonly Waiver[]
}

/** @param path undefined: the usual name, if there is such a file. @throws CliError */
export async function openWaivers(
  path: string | undefined,
  all: readonly Requirement[],
): Promise<WaiversFile | undefined> {
  if (path === undefined && !(await exists(WAIVERS_NAME))) return undefined
  const file = path ?? WAIVERS_NAME
  const content = await readText('waivers', file)
  try {
    return {file, waivers: checked(file, readWaivers(file, content), all)}
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw bad(error.message, error.next)
  }
}

function checked(file: string, entries: readonly WaiverEntry[], all: readonly Requirement[]): readonly Waiver[] {
  return entries.map(({line, ...waiver}, index) => {
    const unknown = notAnId(waiver.id, all)
    if (unknown) throw bad(`${showPlace({file, line})}: ${unknown.problem}`, unknown.next)
    const twin = entries.slice(0, index).find(other => overlap(other, waiver))
    if (twin) {
      const problem = `${showPlace({file, line})}: ${waiver.id} is waived in line ${twin.line} already`
      throw bad(problem, 'one entry each, or one for each version of HTTP')
    }
    return waiver
  })
}

function overlap(left: Waiver, right: Waiver): boolean {
  return left.id === right.id && (left.http === right.http || left.http === undefined || right.http === undefined)
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

function bad(message: string, next?: string): CliError {
  return new CliError(message, {code: 'bad-waivers', ...(next !== undefined && {next})})
}
