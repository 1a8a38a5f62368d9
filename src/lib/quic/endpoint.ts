/** A QUIC endpoint: the native one, its records sorted to where they belong. */
import {kind, outerFlag, RecordReader} from '../native/records.js'
import type {NativeConnectOptions, NativeEndpointOptions, NativeQuicEndpoint, QuicBinding} from '../native/surface.js'
import {QuicConnection} from './connection.js'
import {ENDPOINT_CLOSED, ENGINE_FAILED} from './end.js'

/** An outer datagram, as it was on the wire. */
export interface OuterDatagram {
  readonly direction: 'sent' | 'received'
  /** Monotonic; the kernel's receive time where there is one, otherwise when it was read. */
  readonly atNs: bigint
  readonly peer: string
  /** The bits that were not observed are 0: see `dscpObserved`. */
  readonly tos: number
  /** False: of `tos` only the two ECN bits were observed. */
  readonly dscpObserved: boolean
  /** undefined: not observed. */
  readonly ttl: number | undefined
  readonly bytes: Uint8Array
}

/** A packet in clear. */
export interface LoggedPacket {
  readonly connection: number
  readonly atNs: bigint
  readonly direction: 'sent' | 'received'
  readonly level: 'handshake' | '1-rtt'
  readonly packetNumber: bigint
  readonly frames: Uint8Array
}

/** An ICMP error that the kernel matched to our socket. */
export interface PathError {
  /** 1: this host itself, 2: ICMP, 3: ICMPv6. */
  readonly origin: number
  readonly type: number
  readonly code: number
  readonly errno: number
  /** The MTU in "packet too big" and "fragmentation needed". */
  readonly info: number
  readonly offender: string
  readonly destination: string
}

/** What an owner may want to hear of. All optional; nothing is computed for nobody. */
export interface EndpointObserver {
  onConnection?(connection: QuicConnection): void
  onOuter?(datagram: OuterDatagram): void
  onKeylog?(line: string, connection: number): void
  onPathError?(error: PathError): void
  /** A send failed for a reason other than "try again". */
  onSendError?(errno: number, destination: string): void
  /** (channel) An outer datagram to be carried by the owner. */
  onTransmit?(destination: string, tos: number, bytes: Uint8Array): void
  /** Plaintext frames of a packet, with the logFrames peculiarity. */
  onFrames?(packet: LoggedPacket): void
}

const TO_THE_LAST: ReadonlySet<number> = new Set([kind.KEYLOG, kind.OUTER, kind.FRAMES, kind.TRANSMIT])

/** Those to say goodbye for when the process is ended in the middle of things: their peers would wait for the idle timeout. */
const open = new Set<QuicEndpoint>()

process.on('exit', () => {
  for (const endpoint of open) endpoint.close()
})

export class QuicEndpoint implements AsyncDisposable {
  readonly #native: NativeQuicEndpoint
  readonly #connections = new Map<number, QuicConnection>()
  readonly #observer: EndpointObserver
  #closed = false

  /** @throws Error with `code` (EADDRINUSE, ERR_CONFIG, …) */
  constructor(binding: QuicBinding, options: NativeEndpointOptions, observer: EndpointObserver = {}) {
    this.#observer = observer
    this.#native = new binding.QuicEndpoint(
      {...options, tap: options.tap ?? observer.onOuter !== undefined},
      records => {
        this.#onRecords(records)
      },
    )
    open.add(this)
  }

  get localAddress(): string {
    return this.#native.localAddress()
  }

  /** Starts a handshake; `established` and `ended` of the connection tell how it goes. @throws Error with `code` */
  connect(options: NativeConnectOptions): QuicConnection {
    return this.#add(new QuicConnection(this.#native, this.#native.connect(options), options.remote, false))
  }

  /** Moves to another local address. With `announce` the connections send something at once. */
  rebind(local: string, announce: boolean): string {
    return this.#native.rebind(local, announce)
  }

  /** (channel) An outer datagram for us. */
  deliver(from: string, tos: number, ttl: number, bytes: Uint8Array): void {
    if (!this.#closed) this.#native.deliver(from, tos, ttl, bytes)
  }

  /** Closes every connection with a goodbye (an application error code) and stops the engine's thread. */
  close(code = 0n): void {
    if (this.#closed) return
    this.#closed = true
    open.delete(this)
    for (const connection of [...this.#connections.values()]) {
      connection.close(code)
      connection.over({...ENDPOINT_CLOSED, code})
    }
    this.#native.destroy()
    this.#onRecords(this.#native.lastWords())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
    // The engine's last words are handed over in a turn of their own.
    await Promise.resolve()
  }

  #add(connection: QuicConnection): QuicConnection {
    this.#connections.set(connection.id, connection)
    void connection.ended.then(() => this.#connections.delete(connection.id))
    return connection
  }

  #onRecords(records: Uint8Array): void {
    const record = new RecordReader(records)
    while (record.next()) {
      // To the last packet: our own goodbye has to leave, and is evidence as well.
      if (this.#closed && !TO_THE_LAST.has(record.kind)) continue
      const connection = this.#connections.get(record.id)
      if (connection && (record.kind <= kind.DRAIN || record.kind === kind.ANSWERED)) connection.onRecord(record)
      else this.#onOwnRecord(record)
    }
  }

  #onOwnRecord(record: RecordReader): void {
    switch (record.kind) {
      case kind.INCOMING:
        this.#observer.onConnection?.(this.#add(new QuicConnection(this.#native, record.id, record.address(0), true)))
        break
      case kind.KEYLOG:
        this.#observer.onKeylog?.(new TextDecoder().decode(record.body()), record.id)
        break
      case kind.OUTER:
        this.#observer.onOuter?.({
          direction: (record.flag & outerFlag.SENT) === 0 ? 'received' : 'sent',
          atNs: record.u64(0),
          peer: record.address(8),
          tos: record.aux >> 8,
          dscpObserved: (record.flag & outerFlag.ECN_ONLY) === 0,
          ttl: record.aux & 0xff || undefined,
          bytes: record.body(26),
        })
        break
      case kind.FRAMES:
        this.#observer.onFrames?.({
          connection: record.id,
          direction: record.flag === 1 ? 'sent' : 'received',
          level: record.aux === 1 ? '1-rtt' : 'handshake',
          atNs: record.u64(0),
          packetNumber: record.u64(8),
          frames: record.body(16),
        })
        break
      case kind.TRANSMIT:
        this.#observer.onTransmit?.(record.address(0), record.aux, record.body(18))
        break
      case kind.SEND_ERROR:
        this.#observer.onSendError?.(record.id, record.address(0))
        break
      case kind.ICMP_ERROR:
        this.#observer.onPathError?.(readPathError(record))
        break
      case kind.PANIC:
        for (const connection of [...this.#connections.values()]) {
          connection.over({...ENGINE_FAILED, reason: new TextDecoder().decode(record.body())})
        }
        break
      default:
        break
    }
  }
}

function readPathError(record: RecordReader): PathError {
  return {
    origin: record.flag,
    type: record.aux >> 8,
    code: record.aux & 0xff,
    errno: record.view.getUint32(record.start, true),
    info: record.view.getUint32(record.start + 4, true),
    offender: record.address(8),
    destination: record.address(26),
  }
}
