/**
 * The head of an HTTP/1.x message: start line and fields (RFC 9112), with every octet kept. What is wrong but can only be
 * read one way is told in `problems`; what could be read two ways is an error.
 */
import {concat, fromLatin1, toLatin1} from './bytes.js'
import {WireError} from './error.js'

/** Name and value as they were sent, but for white space around the value; one character an octet. */
export type H1Field = readonly [name: string, value: string]

interface H1Head {
  /** `1.1`. */
  readonly version: string
  readonly fields: readonly H1Field[]
  /** Rules that were broken without harm, in words. */
  readonly problems: readonly string[]
}

export interface H1Response extends H1Head {
  readonly status: number
  readonly reason: string
}

export interface H1Request extends H1Head {
  readonly method: string
  readonly target: string
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** @param head everything up to the empty line, with it @throws WireError malformed */
export function readResponse(head: Uint8Array): H1Response {
  const {start, fields, problems} = readLines(head)
  const parsed = /^HTTP\/(\d\.\d) ([1-9]\d\d)( ?)(.*)$/.exec(start)
  if (!parsed) throw new WireError('malformed', 0, 'the status line is none')
  const [, version = '', status, space, reason = ''] = parsed
  if (space === '' && reason !== '') throw new WireError('malformed', 0, 'the status is not a three-digit number')
  if (space === '') problems.add('there is no space after the status')
  checkOctets(reason, 'the reason phrase', problems)
  return {version, status: Number(status), reason, fields, problems: [...problems]}
}

/** @param head everything up to the empty line, with it @throws WireError malformed */
export function readRequest(head: Uint8Array): H1Request {
  const {start, fields, problems} = readLines(head)
  const [method = '', target = '', version = '', ...more] = start.split(' ')
  if (!TOKEN.test(method) || more.length > 0) throw new WireError('malformed', 0, 'the request line is none')
  if (!/^[\x21-\x7e\x80-\xff]+$/.test(target)) throw new WireError('malformed', 0, 'the request target is none')
  if (!/^HTTP\/\d\.\d$/.test(version)) throw new WireError('malformed', 0, 'the request line has no version')
  return {method, target, version: version.slice('HTTP/'.length), fields, problems: [...problems]}
}

export function writeResponse({
  version = '1.1',
  status,
  reason = '',
  fields,
}: Pick<H1Response, 'status' | 'fields'> & Partial<H1Response>): Uint8Array {
  return write(`HTTP/${version} ${status} ${reason}`, fields)
}

export function writeRequest({
  version = '1.1',
  method,
  target,
  fields,
}: Pick<H1Request, 'method' | 'target' | 'fields'> & Partial<H1Request>): Uint8Array {
  return write(`${method} ${target} HTTP/${version}`, fields)
}

/** Nothing is checked: who wants to send what no parser takes can. */
function write(start: string, fields: readonly H1Field[]): Uint8Array {
  const lines = fields.map(([name, value]) => fromLatin1(`${name}: ${value}\r\n`))
  return concat(fromLatin1(`${start}\r\n`), ...lines, fromLatin1('\r\n'))
}

interface Lines {
  readonly start: string
  readonly fields: readonly H1Field[]
  readonly problems: Set<string>
}

function readLines(head: Uint8Array): Lines {
  const problems = new Set<string>()
  const lines = toLatin1(head).split('\n')
  // Behind the last LF there is nothing.
  lines.pop()
  const whole = lines.map(line => withoutCr(line, problems))
  const first = whole.findIndex(line => line !== '')
  if (first > 0) problems.add('there is an empty line before the message')
  const [start = '', ...rest] = whole.slice(Math.max(first, 0))
  const fields: [string, string][] = []
  for (const line of rest) {
    if (line === '') break
    readLine(line, fields, problems)
  }
  return {start, fields, problems}
}

function withoutCr(line: string, problems: Set<string>): string {
  if (line.endsWith('\r')) return line.slice(0, -1)
  problems.add('a line ends with LF alone')
  return line
}

function readLine(line: string, fields: [string, string][], problems: Set<string>): void {
  const last = fields.at(-1)
  if (/^[ \t]/.test(line)) {
    if (!last) throw new WireError('malformed', 0, 'there is white space before the first field')
    problems.add('a field is continued on the next line')
    last[1] = `${last[1]} ${checked(line, problems)}`.trim()
    return
  }
  const colon = line.indexOf(':')
  if (colon < 0) throw new WireError('malformed', 0, 'a field line has no colon')
  const written = line.slice(0, colon)
  const name = written.replace(/[ \t]+$/, '')
  if (name !== written) problems.add('there is white space between a field name and its colon')
  if (!TOKEN.test(name)) throw new WireError('malformed', 0, 'a field name has characters that no name has')
  fields.push([name, checked(line.slice(colon + 1), problems)])
}

function checked(text: string, problems: Set<string>): string {
  const value = text.replace(/^[ \t]+|[ \t]+$/g, '')
  checkOctets(value, 'a field value', problems)
  return value
}

/** RFC 9110 section 5.5: these split messages where others read them. */
function checkOctets(text: string, where: string, problems: Set<string>): void {
  if (/[\0\r]/.test(text)) throw new WireError('malformed', 0, `${where} has a zero octet or a CR in it`)
  if (/[\x01-\x08\x0b-\x1f\x7f]/.test(text)) problems.add(`${where} has control characters in it`)
}
