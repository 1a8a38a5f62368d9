/** Files without their secrets: a stream in, a stream out, by what the file is. */
import {jsonText} from '../report/json-text.js'
import {KEY_LOG_LINE, type Contents} from './contents.js'
import {withoutSecrets} from './pcapng-secrets.js'
import {pieces} from './records.js'

/** What takes out of values and sentences what must not be passed on. */
export interface Cleaner {
  value<T>(value: T): T
  text(text: string): string
}

type Bytes = AsyncIterable<Uint8Array>

/** undefined: nothing of it can be passed on. @throws WireError for a capture that is none */
export function clean(
  contents: Contents,
  input: Bytes,
  cleaner: Cleaner,
): AsyncIterable<Uint8Array | string> | undefined {
  switch (contents) {
    case 'run':
      return cleanLines(input, line => cleanJson(line, cleaner))
    case 'qlog':
      return cleanQlog(input, cleaner)
    case 'text':
      return cleanLines(input, line => cleanText(line, cleaner))
    case 'pcapng':
      return withoutSecrets(input)
    case 'pcap':
      return input
    case 'secret':
    case 'unknown':
      return undefined
  }
}

async function* cleanLines(input: Bytes, cleanLine: (line: string) => string | undefined): AsyncGenerator<string> {
  for await (const text of pieces(input, '\n')) {
    const line = cleanLine(text)
    if (line !== undefined) yield `${line}\n`
  }
}

async function* cleanQlog(input: Bytes, cleaner: Cleaner): AsyncGenerator<string> {
  for await (const text of pieces(input, '\u001e')) {
    const record = text.trim() === '' ? undefined : cleanJson(text, cleaner)
    if (record !== undefined) yield `\u001e${record}\n`
  }
}

/** undefined for what is no JSON: a last piece that was cut off. */
function cleanJson(text: string, cleaner: Cleaner): string | undefined {
  try {
    return jsonText(cleaner.value(JSON.parse(text) as unknown))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** `Cookie: …`, `"authorization": "…"`, as servers log them. */
const CREDENTIAL = /\b((?:proxy-)?authorization|(?:set-)?cookie|x-api-key|password|secret|token)(["']?\s*[:=]\s*).*/gi

function cleanText(line: string, cleaner: Cleaner): string | undefined {
  if (KEY_LOG_LINE.test(line)) return undefined
  return cleaner.text(line.replaceAll(CREDENTIAL, '$1$2[redacted]'))
}
