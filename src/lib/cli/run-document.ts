/** A result by its file, whichever way it was kept: a run of `--save`, or the one document of `--json` and `--report`. */
import {open, readFile, stat} from 'node:fs/promises'
import {resultDocument, type ResultDocument} from '../report/document.js'
import {CliError} from './errors.js'
import {replay} from './report-runs.js'

const MAX_BYTES = 256 << 20
/** The first line of a saved run is shorter. */
const HEAD_BYTES = 16 << 10

/** @throws CliError, Interrupted */
export async function readRunDocument(path: string, signal: AbortSignal): Promise<ResultDocument> {
  if (await isSavedRun(path)) return replay(path, false, signal, () => undefined)
  const json = parse(path, await text(path))
  const parsed = resultDocument.safeParse(json)
  if (parsed.success) return parsed.data
  throw refuse(path, json, parsed.error.issues[0]?.path.join('.') ?? '')
}

/** Only of a file is the beginning read for itself: what comes from a pipe comes once, and is a document. */
async function isSavedRun(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false
    await using file = await open(path)
    const {buffer, bytesRead} = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    const [line = ''] = buffer.toString('utf8', 0, bytesRead).split('\n')
    return (JSON.parse(line) as {readonly kind?: unknown} | null)?.kind === 'run-begin'
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw unreadable(path, error)
  }
}

async function text(path: string): Promise<string> {
  try {
    const {size} = await stat(path)
    if (size <= MAX_BYTES) return await readFile(path, 'utf8')
  } catch (error) {
    throw unreadable(path, error)
  }
  const next = 'check the path: this is no result'
  throw new CliError(`${path} is larger than ${MAX_BYTES} octets`, {code: 'too-large', next})
}

function parse(path: string, content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    throw foreign(path, 'is neither a saved run nor JSON')
  }
}

function refuse(path: string, json: unknown, where: string): CliError {
  const {schema, error, runs} = (json ?? {}) as Readonly<Record<string, unknown>>
  if (typeof schema === 'number' && schema > 1) {
    const next = 'the masque that wrote it, or a newer one'
    return new CliError(`${path} is of schema ${schema}, which this masque does not know`, {code: 'newer-run', next})
  }
  if (error !== undefined) return foreign(path, 'tells of an error: there was no run')
  if (runs !== undefined) return foreign(path, 'holds several runs: one each')
  return foreign(path, `is not the result of a run${where === '' ? '' : ` (${where})`}`)
}

function foreign(path: string, what: string): CliError {
  const next = 'a file that masque wrote with --save FILE, --json or --report json=FILE'
  return new CliError(`${path} ${what}`, {code: 'no-saved-run', next})
}

function unreadable(path: string, error: unknown): CliError {
  const {code = 'EIO', message} = error as NodeJS.ErrnoException
  return new CliError(`cannot read ${path}: ${message}`, {code, next: 'check the path and who may read it'})
}
