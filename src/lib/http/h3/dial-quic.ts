/**
 * From an address to a QUIC connection, step by step, so that a failure can be placed: what HTTP/3 stands on, polite
 * (dial.ts) or rude (raw-dial.ts).
 */
import type {
  NativeConnectOptions,
  NativeHandshake,
  NativePeculiarities,
  NativeTransport,
  QuicBinding,
} from '../../native/surface.js'
import type {QuicConnection} from '../../quic/connection.js'
import type {ConnectionEnd} from '../../quic/end.js'
import {
  QuicEndpoint,
  type EndpointObserver,
  type LoggedPacket,
  type OuterDatagram,
  type PathError,
} from '../../quic/endpoint.js'
import {unlessAborted} from '../../spec/clock.js'
import type {OuterWay} from '../outer-way.js'

export interface QuicDialOptions {
  readonly binding: QuicBinding
  /** Where to send: IP and port. */
  readonly remote: string
  /** Our address; by default any, of the right family. */
  readonly local?: string
  /** Instead of a socket. */
  readonly way?: OuterWay
  /** For SNI and the name check. */
  readonly serverName: string
  readonly trust: Pick<NativeConnectOptions, 'trust' | 'rootsPem' | 'pin'>
  readonly identity?: {readonly certificatesPem: string; readonly keyPem: string}
  readonly alpn?: readonly string[]
  readonly transport?: NativeTransport
  /** Departures from the polite. Packets in clear come to whoever listens to `onFrames`, also without `logFrames`. */
  readonly peculiarities?: NativePeculiarities
}

export interface QuicDialEvents {
  /** The first packet is on its way, from this address: what was before was our own making ready. */
  onStarted?(local: string): void
  /** The first outer datagram of the peer: UDP reaches it, and back. */
  onFirstAnswer?(): void
  onOuter?(datagram: OuterDatagram): void
  onPathError?(error: PathError): void
  onKeylog?(line: string): void
  /** Every packet in clear. */
  onFrames?(packet: LoggedPacket): void
}

/** What came of a dial, with what was made of the connection. */
export type DialOutcome<T> =
  | (T & {readonly kind: 'connected'; readonly handshake: NativeHandshake})
  | {
      readonly kind: 'failed'
      readonly end: ConnectionEnd
      /** What is known of the handshake, the refused certificate above all. */
      readonly handshake: NativeHandshake | undefined
    }
  /** An ICMP error answered our first packets, so nobody will answer them otherwise. */
  | {readonly kind: 'unreachable'; readonly error: PathError}
  /** Our own system refused to send: an errno. */
  | {readonly kind: 'unsendable'; readonly errno: number}

export interface Speaker<T> {
  /** At once, before anything can come. */
  readonly use: (connection: QuicConnection, endpoint: QuicEndpoint) => T
  /** The handshake is done: what is said first. */
  readonly start: (user: T) => unknown
}

/**
 * Rejects only with the signal's reason; what was opened is closed again then.
 * @throws Error with `code` if no socket can be had, or the options make no sense
 */
export async function dialQuic<T>(
  options: QuicDialOptions,
  events: QuicDialEvents,
  speaker: Speaker<T>,
  signal: AbortSignal,
): Promise<DialOutcome<{readonly user: T}>> {
  const watch = new HandshakeWatch(events)
  const endpoint = openEndpoint(options, watch)
  try {
    const connection = endpoint.connect(connectOptions(options, events))
    events.onStarted?.(endpoint.localAddress)
    watch.watch(connection)
    void options.way?.ended.then(({detail: reason}) => {
      connection.over({by: 'network', how: 'way-ended', reason})
    })
    const user = speaker.use(connection, endpoint)
    const failure = await unlessAborted(
      Promise.race([connection.established.then(() => undefined), watch.failed]),
      signal,
    )
    if (failure) {
      await endpoint[Symbol.asyncDispose]()
      return failure
    }
    const handshake = connection.handshake()
    // One that ended just after its handshake is told of as such: its end is that of the transport.
    if (!connection.handshakeDone || !handshake) {
      await endpoint[Symbol.asyncDispose]()
      return {kind: 'failed', end: connection.end ?? (await connection.ended), handshake}
    }
    await unlessAborted(Promise.resolve(speaker.start(user)), signal)
    return {kind: 'connected', user, handshake}
  } catch (error) {
    await endpoint[Symbol.asyncDispose]()
    throw error
  }
}

function connectOptions(options: QuicDialOptions, events: QuicDialEvents): NativeConnectOptions {
  const {remote, serverName, trust, identity, transport, alpn = ['h3']} = options
  const peculiarities = {...options.peculiarities, ...(events.onFrames && {logFrames: true})}
  return {remote, serverName, alpn, ...trust, ...identity, ...(transport && {transport}), peculiarities}
}

function openEndpoint({binding, remote, local, way}: QuicDialOptions, {observer}: HandshakeWatch): QuicEndpoint {
  if (!way) {
    const any = remote.startsWith('[') ? '[::]:0' : '0.0.0.0:0'
    return new QuicEndpoint(binding, {local: local ?? any}, observer)
  }
  const onTransmit = (_to: string, _tos: number, bytes: Uint8Array): void => {
    way.send(bytes)
  }
  // A tunnel carries payloads only: no marks, and no TTL.
  const endpoint = new QuicEndpoint(binding, {local: way.local, channel: true, forceTos: 0}, {...observer, onTransmit})
  way.listen(bytes => {
    endpoint.deliver(remote, 0, 0, bytes)
  })
  return endpoint
}

type Failure = Extract<DialOutcome<unknown>, {kind: 'unreachable' | 'unsendable'}>

/** Sees what the path says while the handshake is under way. */
class HandshakeWatch {
  #connection: QuicConnection | undefined
  #settle!: (failure: Failure) => void

  readonly failed = new Promise<Failure>(resolve => {
    this.#settle = resolve
  })

  constructor(private readonly events: QuicDialEvents) {}

  watch(connection: QuicConnection): void {
    this.#connection = connection
    void connection.answered.then(() => this.events.onFirstAnswer?.())
  }

  get observer(): EndpointObserver {
    const {events} = this
    return {
      ...(events.onOuter && {onOuter: events.onOuter.bind(events)}),
      ...(events.onFrames && {onFrames: events.onFrames.bind(events)}),
      onKeylog: line => events.onKeylog?.(line),
      onPathError: error => {
        events.onPathError?.(error)
        if (error.origin !== 1 && !carriesInitials(error)) this.#fail({kind: 'unreachable', error})
      },
      onSendError: errno => {
        this.#fail({kind: 'unsendable', errno})
      },
    }
  }

  /** After an answer an error is somebody's mistake, or somebody's malice, or answers an MTU probe: QUIC goes on. */
  #fail(failure: Failure): void {
    if (!this.#connection?.isAnswered) this.#settle(failure)
  }
}

/** A packet too big message that names an MTU in which the first datagrams of QUIC, of 1200 octets, have room. */
function carriesInitials({origin, type, code, info}: PathError): boolean {
  const ipv6 = origin === 3
  const tooBig = ipv6 ? type === 2 : type === 3 && code === 4
  return tooBig && info >= 1200 + (ipv6 ? 48 : 28)
}
