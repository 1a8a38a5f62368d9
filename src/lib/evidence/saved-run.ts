/** The sink behind `--save`: what was seen and what came of it, a line an event; the lines are those of report/saved-run.ts. */
import {createHash} from 'node:crypto'
import type {Ending} from '../http/ending.js'
import type {TapWhat} from '../http/tap.js'
import type {ResultDocument} from '../report/document.js'
import {jsonText} from '../report/json-text.js'
import type {SavedBegin, SavedCrossing, SavedLine} from '../report/saved-run.js'
import {formatTarget, type Target} from '../tunnel/target.js'
import {toHex} from '../wire/bytes.js'
import type {EvidenceEvent, EvidenceSink, ScopeLead} from './event.js'
import type {EvidenceFile} from './file.js'
import {requestFields, responseFields} from './secret-fields.js'

const HEAD_BYTES = 24

export class SavedRunSink implements EvidenceSink {
  readonly wants: EvidenceSink['wants'] = new Set([
    'connection',
    'outer',
    'stream',
    'tunnel',
    'run',
    'looked',
    'document',
  ])
  readonly #utf8 = new TextEncoder()

  /** @param beganNs when the run began, on the clock of the events */
  constructor(
    private readonly file: EvidenceFile,
    begin: SavedBegin,
    private readonly beganNs: bigint,
    /** Applied to every line. */
    private readonly redact: <T>(value: T) => T = value => value,
  ) {
    this.#write(begin)
  }

  take(event: EvidenceEvent): void {
    const line = this.#line(event)
    if (line) this.#write(line)
  }

  async end(): Promise<void> {
    await this.file.end()
  }

  #line({number, atNs, what}: EvidenceEvent): SavedLine | undefined {
    const tNs = String(atNs - this.beganNs)
    switch (what.kind) {
      case 'connection':
      case 'run':
      case 'looked':
        return {number, tNs, ...what}
      case 'outer': {
        const {bytes, ttl = null, ...rest} = what
        return {number, tNs, ...rest, ttl, ...payload(bytes)}
      }
      case 'stream': {
        const {bytes, ...rest} = what
        return {number, tNs, ...rest, ...payload(bytes)}
      }
      case 'tunnel':
        return {number, tNs, ...what, ...leadOf(what.target), what: crossing(what.what)}
      case 'document':
        return {number, tNs, kind: 'document', document: withoutSecrets(what.document)}
      case 'secret':
      case 'frames':
        return undefined
    }
  }

  #write(line: SavedLine): void {
    this.file.write(this.#utf8.encode(`${jsonText(this.redact(line))}\n`))
  }
}

function leadOf(target: Target | ScopeLead): {target: string; inside?: 'ip'} {
  return target.kind === 'scope' ? {target: target.text, inside: 'ip'} : {target: formatTarget(target)}
}

/** Octets by their beginning and a digest; credentials not at all. */
export function crossing(what: TapWhat): SavedCrossing {
  switch (what.kind) {
    case 'request': {
      const {method, protocol = null, scheme, authority, path, headers} = what.request
      return {kind: 'request', method, protocol, scheme, authority, path, headers: pairs(requestFields(headers))}
    }
    case 'response':
      return {kind: 'response', status: what.head.status, headers: pairs(responseFields(what.head.headers))}
    case 'datagram': {
      const {kind, carrier, offset = null, outcome = 'accepted'} = what
      const notSent = typeof outcome === 'string' ? outcome : `larger than ${outcome.tooLarge}`
      return {kind, carrier, offset, ...payload(what.payload), ...(outcome !== 'accepted' && {notSent})}
    }
    case 'capsule':
      return {kind: 'capsule', offset: what.offset ?? null, type: String(what.type), lengthBytes: String(what.length)}
    case 'raw':
      return {kind: 'raw', ...payload(what.bytes)}
    case 'finish':
      return {kind: 'finish'}
    case 'abort':
      return {kind: 'abort', ...(what.code !== undefined && {code: String(what.code)})}
    case 'ended':
      return ended(what.ending)
  }
}

function ended({by, how, scope, code, detail, reason}: Ending): SavedCrossing {
  return {
    kind: 'ended',
    by,
    how,
    scope,
    ...(code !== undefined && {code: String(code)}),
    detail,
    ...(reason !== undefined && {reason}),
  }
}

function payload(bytes: Uint8Array): {lengthBytes: number; headHex: string; sha256Hex: string} {
  return {
    lengthBytes: bytes.length,
    headHex: toHex(bytes.subarray(0, HEAD_BYTES)),
    sha256Hex: createHash('sha256').update(bytes).digest('hex'),
  }
}

function pairs(headers: ReturnType<typeof requestFields>): [string, string][] {
  return headers.map(([name, value]) => [name, value])
}

/** What a proxy hands out for later is a credential as well. */
function withoutSecrets(document: ResultDocument): ResultDocument {
  const roads = document.roads.map(({response, ...road}) => ({
    ...road,
    ...(response && {response: {...response, headers: pairs(responseFields(response.headers))}}),
  }))
  return {...document, roads}
}
