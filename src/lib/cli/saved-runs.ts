/** Saved runs (`--save`) read back, line by line: a file may be larger than memory, cut in its last line, or no run at all. */
import {createReadStream} from 'node:fs'
import type {Readable} from 'node:stream'
import {savedLine, type SavedBegin, type SavedLine} from '../report/saved-run.js'
import {CliError} from './errors.js'

/** No line of ours comes near it. */
const MAX_LINE_BYTES = 32 << 20
const NEWLINE = 0x0a

export type SavedEvent = Exclude<SavedLine, SavedBegin>

export interface SavedRun {
  readonly begin: SavedBegin
  /** What follows. A last line that was cut off is left out. */
  readonly events: AsyncIterable<SavedEvent>
}

interface Line {
  readonly number: number
  readonly text: string
  /** Without a line end: the file ends here, perhaps in the middle. */
  readonly isCut: boolean
}

/** @throws CliError if it is not a saved run; the events throw it for lines that are none */
export async function openSavedRun(path: string, input: Readable = createReadStream(path)): Promise<SavedRun> {
  const lines = linesOf(path, input)
  const {value: first} = await lines.next()
  if (first === undefined) throw foreign(path, 'is empty')
  const begin = parse(path, first)
  if (begin?.kind !== 'run-begin') throw foreign(`${path}:1`, 'is not the beginning of a saved run')
  return {begin, events: eventsOf(path, lines)}
}

async function* eventsOf(path: string, lines: AsyncIterable<Line>): AsyncGenerator<SavedEvent, void, undefined> {
  for await (const line of lines) {
    const event = parse(path, line)
    if (event === undefined) return
    if (event.kind === 'run-begin') {
      throw foreign(`${path}:${line.number}`, 'begins another run: two were written into one file')
    }
    yield event
  }
}

/** undefined for a line that was cut off. @throws CliError */
function parse(path: string, {number, text, isCut}: Line): SavedLine | undefined {
  const where = `${path}:${number}`
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    if (isCut && number > 1) return undefined
    throw foreign(where, 'is not JSON')
  }
  const parsed = savedLine.safeParse(json)
  // As it was written, in its order: what is shown again is the same to the octet.
  if (parsed.success) return json as SavedLine
  const {schema, kind} = json as {readonly schema?: unknown; readonly kind?: unknown}
  if (kind === 'run-begin' && typeof schema === 'number' && schema > 1) {
    throw new CliError(`${where} is of schema ${schema}, which this masque does not know`, {
      code: 'newer-run',
      next: 'the masque that saved it, or a newer one',
    })
  }
  const [issue] = parsed.error.issues
  const place = issue && issue.path.length > 0 ? ` (${issue.path.join('.')}: ${issue.message})` : ''
  throw foreign(where, `is not a line of a saved run${place}`)
}

function foreign(where: string, what: string): CliError {
  return new CliError(`${where} ${what}`, {
    code: 'no-saved-run',
    next: 'a file that masque wrote with --save FILE; results of --json and --report are not it',
  })
}

async function* linesOf(path: string, input: Readable): AsyncGenerator<Line, void, undefined> {
  let held: Buffer[] = []
  let heldBytes = 0
  let number = 0
  try {
    for await (const chunk of input as AsyncIterable<Buffer>) {
      let rest = chunk
      for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
        const text = Buffer.concat([...held, rest.subarray(0, end)]).toString()
        held = []
        heldBytes = 0
        rest = rest.subarray(end + 1)
        yield {number: ++number, text, isCut: false}
      }
      if (rest.length > 0) held.push(rest)
      heldBytes += rest.length
      if (heldBytes > MAX_LINE_BYTES) throw foreign(`${path}:${number + 1}`, `is longer than ${MAX_LINE_BYTES} octets`)
    }
  } catch (error) {
    if (error instanceof CliError) throw error
    const {code = 'EIO', message} = error as NodeJS.ErrnoException
    throw new CliError(`cannot read ${path}: ${message}`, {code, next: 'check the path and who may read it'})
  }
  if (held.length > 0) yield {number: ++number, text: Buffer.concat(held).toString(), isCut: true}
}
