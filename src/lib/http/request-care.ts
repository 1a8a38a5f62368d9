/**
 * How a server takes requests whose form is wrong, where it does otherwise than the RFCs say: it mends them before it
 * looks, says something else to them, or reads on where it should not. An honest one leaves all of it out.
 */
import type {H1Request} from '../wire/h1-head.js'
import type {Field} from '../wire/qpack/field-section.js'

export interface RequestCare {
  /** HTTP/3 and HTTP/2: fields as they came, before their form is looked at. */
  readonly mendFields?: (fields: readonly Field[]) => readonly Field[]
  /** HTTP/1.1: a head as it came. */
  readonly mendHead?: (head: H1Request) => H1Request
  /** HTTP/2: HEADERS behind the first of a stream are passed over, where node:http2 resets it (RFC 9113 section 8.5). */
  readonly ignoresLaterHeads?: boolean
  /** HTTP/3 and HTTP/1.1; over HTTP/2 node:http2 answers. */
  readonly onMalformed?: () => MalformedAnswer
  /** HTTP/1.1: what follows a refused CONNECT is taken for a request (RFC 9931 says it must not). */
  readonly goesOnAfterConnect?: boolean
}

export type MalformedAnswer =
  /** HTTP/1.1 has no codes, and is cut off. */
  | {readonly kind: 'reset'; readonly code: bigint}
  | {readonly kind: 'status'; readonly status: number}
  | {readonly kind: 'close-connection'; readonly code: bigint}
  | {readonly kind: 'nothing'}
