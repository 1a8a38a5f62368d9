/**
 * How a server of HTTP/3 behaves on a connection, where RFC 9114 and RFC 9297 leave no choice, or hardly any. The honest
 * answers are here; a policy (spec/policy.ts) may give others, so that those who check servers can be checked.
 */
import type {NativePeculiarities, NativeTransport} from '../../native/surface.js'
import * as frame from '../../wire/h3-frame.js'
import * as settings from '../../wire/h3-settings.js'
import type {H3Leniency} from './options.js'

/** What a peer may do and a server has to bear. */
export type Harmless =
  | {readonly kind: 'setting'; readonly id: bigint}
  | {readonly kind: 'unknown-frame'; readonly on: 'control' | 'request'}
  /** For a request whose receiving side is closed. */
  | {readonly kind: 'late-datagram'}
  /** It gave a request up. */
  | {readonly kind: 'reset'; readonly code: bigint}

type Settings = readonly settings.Setting[]

export interface H3Manners {
  /** What is said on each control stream, given our SETTINGS frame: one stream, and that first. */
  control(settings: Uint8Array): readonly Uint8Array[]
  /** The code with which a breach ends the connection, which deserves this one; undefined: it is let pass. */
  onBreach(code: bigint): bigint | undefined
  /** A code to close the connection with; undefined: it is borne. */
  onHarmless(what: Harmless): bigint | undefined
  /** DATAGRAM frames may be sent: RFC 9297 section 2.1.1. */
  mayUseFrames(ours: Settings, theirs: Settings | undefined, leniency?: H3Leniency): boolean
  /** In front of datagrams for the peer. */
  quarterStreamId(streamId: number): number
  /** A request whose semantics know no datagrams got one: the code to abort it with (RFC 9297 section 2). */
  onUnexpectedDatagram(): bigint | 'datagram-error' | undefined
  /** The end of the peer's side ends its tunnel, and what comes later is dropped. */
  readonly noticesEnd: boolean
  /** Datagrams go out on streams that we have ended. */
  readonly sendsAfterEnd: boolean
  /** A refusal waits for the end of the request's content. */
  readonly refusesLate: boolean
  /** What becomes of a DATAGRAM frame, by how it came; undefined: each is taken, and nobody looks. */
  readonly takesForm: ((form: DatagramForm) => 'take' | 'drop' | 'close') | undefined
}

export interface DatagramForm {
  /** 0x30: to the end of the packet; 0x31: with a length. */
  readonly type: bigint
  /** Among the DATAGRAM frames of its packet, counted from 0. */
  readonly place: number
}

/** What the QUIC of a server announces. */
export type ServerQuic = Pick<
  NativeTransport,
  'datagrams' | 'datagramReceiveBufferBytes' | 'idleTimeoutMs' | 'maxBidiStreams'
>

/** Where the QUIC of a server departs from what it announces, or from RFC 9000 and RFC 9221. */
export type ServerPeculiarities = Omit<NativePeculiarities, 'logFrames' | 'lostDatagrams'>

export const HONEST_MANNERS: H3Manners = {
  control: list => [list],
  onBreach: code => code,
  onHarmless: () => undefined,
  mayUseFrames(ours, theirs, leniency) {
    const ids = [settings.H3_DATAGRAM, ...(leniency?.datagrams ?? [])]
    const announce = (list: Settings): boolean => ids.some(id => settings.value(list, id) === 1n)
    return announce(ours) && announce(theirs ?? [])
  },
  quarterStreamId: streamId => streamId / 4,
  onUnexpectedDatagram: () => 'datagram-error',
  noticesEnd: true,
  sendsAfterEnd: false,
  refusesLate: false,
  takesForm: undefined,
}

/** The frame that opens a control stream. */
export function settingsFrame(list: Settings): Uint8Array {
  return frame.write(frame.SETTINGS, settings.write(list))
}
