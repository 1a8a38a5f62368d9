/**
 * Streams that the peer opens on the rude side of HTTP/3: every octet is kept as it came, up to a bound, and nothing is
 * held against anybody. The peer's SETTINGS are read as far as they can be.
 */
import type {QuicStream} from '../../quic/stream.js'
import {concat} from '../../wire/bytes.js'
import {Cursor} from '../../wire/cursor.js'
import {WireError} from '../../wire/error.js'
import * as frame from '../../wire/h3-frame.js'
import * as settings from '../../wire/h3-settings.js'
import * as varint from '../../wire/varint.js'

/** More than any peer needs; what is beyond is read, and forgotten. */
const MAX_STREAMS = 64
const MAX_BYTES = 64 * 1024

/** Grows as octets come. */
export interface RawPeerStream {
  readonly id: number
  /** `control`, `QPACK encoder`, `push`, `0x2f`; `bidirectional`; `unknown` until its type is there. */
  readonly type: string
  /** Behind the type, the first 64 KiB; of a bidirectional stream all that came. */
  readonly bytes: Uint8Array
  readonly over: 'fin' | 'reset' | null
}

export class RawPeerStreams {
  readonly list: PeerStream[] = []
  #peerSettings: readonly settings.Setting[] | undefined
  /** The first that came. */
  #control: {readonly id: number; readonly reader: SettingsReader} | undefined

  /** @param onChange hears of every stream that begins or ends, and of SETTINGS */
  constructor(private readonly onChange: (what: string) => void) {}

  /** Of the first SETTINGS frame on the first control stream; undefined until it is whole. */
  get peerSettings(): readonly settings.Setting[] | undefined {
    return this.#peerSettings
  }

  /** Reads the stream to its end. Never rejects. */
  async accept(stream: QuicStream): Promise<void> {
    const kept = new PeerStream(stream.id, stream.direction === 'both')
    if (this.list.length < MAX_STREAMS) this.list.push(kept)
    for (;;) {
      const read = await stream.read()
      if (read.kind === 'data') {
        this.#onData(kept, read.bytes)
        continue
      }
      if (read.kind === 'lost') return
      kept.over = read.kind
      this.onChange(`the peer's ${kept.type} stream ${read.kind === 'fin' ? 'ended' : 'was reset'}`)
      return
    }
  }

  #onData(kept: PeerStream, bytes: Uint8Array): void {
    const before = kept.type
    const behindType = kept.add(bytes)
    if (before !== kept.type) this.onChange(`the peer opened a ${kept.type} stream`)
    if (kept.type !== 'control' || this.#peerSettings) return
    this.#control ??= {id: kept.id, reader: new SettingsReader()}
    if (this.#control.id !== kept.id) return
    this.#peerSettings = this.#control.reader.push(behindType)
    if (this.#peerSettings) this.onChange('SETTINGS of the peer')
  }
}

class PeerStream implements RawPeerStream {
  over: 'fin' | 'reset' | null = null
  type: string
  #held: Uint8Array = new Uint8Array(0)

  constructor(
    readonly id: number,
    isBidirectional: boolean,
  ) {
    this.type = isBidirectional ? 'bidirectional' : 'unknown'
  }

  get bytes(): Uint8Array {
    return this.type === 'unknown' ? new Uint8Array(0) : this.#held
  }

  /** What of it is behind the type. */
  add(bytes: Uint8Array): Uint8Array {
    const held = this.#held.length
    if (held < MAX_BYTES) this.#held = concat(this.#held, bytes.subarray(0, MAX_BYTES - held))
    return this.type === 'unknown' ? bytes.subarray(this.#readType() - held) : bytes
  }

  /** Its width; as much as there is if it is not whole yet. */
  #readType(): number {
    const cursor = new Cursor(this.#held)
    try {
      const {value, width} = varint.read(cursor)
      this.type = nameOf(value)
      this.#held = cursor.rest()
      return width
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      return this.#held.length
    }
  }
}

function nameOf(type: bigint): string {
  switch (type) {
    case frame.stream.CONTROL:
      return 'control'
    case frame.stream.PUSH:
      return 'push'
    case frame.stream.QPACK_ENCODER:
      return 'QPACK encoder'
    case frame.stream.QPACK_DECODER:
      return 'QPACK decoder'
    default:
      return `0x${type.toString(16)}`
  }
}

/** Finds the first SETTINGS frame, wherever it is, and reads what can be read of it. */
class SettingsReader {
  readonly #reader = new frame.Reader()
  readonly #parts: Uint8Array[] = []
  #size = 0
  #type = 0n

  push(bytes: Uint8Array): settings.Setting[] | undefined {
    for (const part of this.#reader.push(bytes)) {
      if (part.part === 'header') this.#type = part.header.type.value
      if (this.#type !== frame.SETTINGS) continue
      if (part.part === 'value' && this.#size < MAX_BYTES) {
        this.#size += part.bytes.length
        this.#parts.push(part.bytes)
      }
      if (part.part === 'end') return settings.readLeniently(concat(...this.#parts))
    }
    return undefined
  }
}
