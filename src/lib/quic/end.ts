/** How a QUIC connection ended: a value, because for a tester an end is an answer. */
import type {RecordReader} from '../native/records.js'

export interface ConnectionEnd {
  readonly by: 'peer' | 'us' | 'network'
  readonly how:
    /** CONNECTION_CLOSE with an application (HTTP/3) error code. */
    | 'application-close'
    /** CONNECTION_CLOSE with a QUIC error code; 0x100 to 0x1ff are TLS alerts. */
    | 'transport-close'
    /** Our engine found the peer in breach of QUIC or TLS and closed; the code is the one we sent. */
    | 'peer-at-fault'
    /** Nothing came for longer than the idle timeout. */
    | 'timed-out'
    /** The peer does not know the connection (any more): it was restarted, or we reached another. */
    | 'stateless-reset'
    /** We closed. */
    | 'closed'
    /** The server does not speak our QUIC version. */
    | 'version-negotiation'
    /** What carried our datagrams is no more. */
    | 'way-ended'
    /** Our own engine gave up. */
    | 'engine-failure'
  readonly code?: bigint
  /** The QUIC frame that gave offence, where told. */
  readonly frame?: string
  /** The peer's reason phrase or our engine's words. Hostile until escaped. */
  readonly reason: string
}

const HOW = {
  1: ['peer', 'application-close'],
  2: ['peer', 'transport-close'],
  3: ['us', 'peer-at-fault'],
  4: ['network', 'timed-out'],
  5: ['peer', 'stateless-reset'],
  6: ['us', 'closed'],
  7: ['peer', 'version-negotiation'],
  8: ['us', 'engine-failure'],
} as const satisfies Readonly<Record<number, readonly [ConnectionEnd['by'], ConnectionEnd['how']]>>

/** Of a LOST record: `u64` code, `u8` length and frame name, reason. */
export function readEnd(record: RecordReader): ConnectionEnd {
  const known: Readonly<Record<number, (typeof HOW)[keyof typeof HOW]>> = HOW
  const [by, how] = known[record.flag] ?? HOW[8]
  const text = new TextDecoder()
  const rest = record.body(8)
  const frameLength = rest[0] ?? 0
  const frame = text.decode(rest.subarray(1, 1 + frameLength))
  const reason = text.decode(rest.subarray(1 + frameLength))
  const hasCode =
    how === 'application-close' || how === 'transport-close' || how === 'peer-at-fault' || how === 'closed'
  return {by, how, reason, ...(hasCode && {code: record.u64(0)}), ...(frame && {frame})}
}

export const ENGINE_FAILED: ConnectionEnd = {by: 'us', how: 'engine-failure', reason: 'the native engine failed'}
export const ENDPOINT_CLOSED: ConnectionEnd = {by: 'us', how: 'closed', reason: ''}
