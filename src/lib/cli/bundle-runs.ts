/** `masque report RUN... --bundle FILE`: which files go in, and trouble with any of them in words. */
import {readdir, rm, stat} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {writeBundle, type BundleRun, type Bundled} from '../bundle/bundle.js'
import {Redactor} from '../redact/redactor.js'
import type {ResultDocument} from '../report/document.js'
import {table} from '../report/table/table.js'
import {makeStyle} from '../style/style.js'
import {systemClock} from '../spec/clock.js'
import {WireError} from '../wire/error.js'
import {CliError} from './errors.js'
import {replay} from './report-runs.js'

export interface BundleRuns {
  readonly bundle: string
  readonly files: readonly string[]
  /** Files and folders of files. */
  readonly with: readonly string[]
  readonly includeSecrets: boolean
  /** Where addresses and names go as well: the one the report was shown through. */
  readonly redactor: Redactor | undefined
  readonly tool: ResultDocument['tool']
  readonly signal: AbortSignal
}

/** A folder given along is one of qlogs or logs, not a disk. */
const MAX_FILES = 1000
const COLUMNS = 100

/** @throws CliError, Interrupted */
export async function bundleRuns(options: BundleRuns): Promise<Bundled> {
  const {bundle, files, includeSecrets, redactor, tool, signal} = options
  const given = await expand(options.with)
  const clash = [...files, ...given].find(file => resolve(file) === resolve(bundle))
  if (clash !== undefined) {
    throw new CliError(`--bundle ${bundle}: that is one of the files to pack`, {
      code: 'bundle-clash',
      next: 'another name',
    })
  }
  const cleaner = includeSecrets ? AS_IT_IS : (redactor ?? new Redactor({addresses: false}))
  const runs: BundleRun[] = []
  for (const path of files) runs.push(await render(path, cleaner, signal))
  const at = systemClock.wall()
  try {
    const redact = redactor !== undefined
    return await writeBundle({path: bundle, runs, files: given, includeSecrets, redact, cleaner, tool, at})
  } catch (error) {
    await rm(bundle, {force: true})
    throw inWords(error, bundle)
  }
}

type Cleaner = Pick<Redactor, 'value' | 'text'>

const AS_IT_IS: Cleaner = {value: value => value, text: text => text}

async function render(path: string, cleaner: Cleaner, signal: AbortSignal): Promise<BundleRun> {
  const chunks: string[] = []
  const style = makeStyle({isTerminal: false, env: {LANG: 'C.UTF-8'}, noColor: true})
  const write = (text: string): void => {
    chunks.push(text)
  }
  const reporter = table({write, isLive: false, columns: COLUMNS, style, verbosity: 1})
  const document = cleaner.value(await replay(path, false, signal, () => undefined))
  reporter.finish(document)
  return {path, document, rendered: chunks.join('')}
}

/** @throws CliError */
async function expand(paths: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(paths.map(filesOf))
  const files = lists.flat()
  if (files.length <= MAX_FILES) return files
  throw new CliError(`--with: ${files.length} files are too many for a bundle`, {
    code: 'bundle-size',
    next: `name those that matter, at most ${MAX_FILES}`,
  })
}

async function filesOf(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const entries = await readdir(path, {withFileTypes: true})
    return entries
      .filter(entry => entry.isFile())
      .map(({name}) => join(path, name))
      .sort()
  } catch (error) {
    const {code = 'EIO', message} = error as NodeJS.ErrnoException
    throw new CliError(`--with ${path}: ${message}`, {code, next: 'check the path and who may read it'})
  }
}

function inWords(error: unknown, bundle: string): unknown {
  if (error instanceof WireError) {
    return new CliError(`--with: a capture cannot be read: ${error.message}`, {
      code: 'bad-capture',
      next: 'leave it out, or pack it as it is with --include-secrets',
    })
  }
  const {code, message, path} = error as NodeJS.ErrnoException
  if (code === undefined) return error
  const next = code === 'ENOSPC' ? 'make room on that disk' : 'check the path and who may write there'
  return new CliError(`cannot pack ${path ?? bundle}: ${message}`, {code, exitCode: 70, next})
}
