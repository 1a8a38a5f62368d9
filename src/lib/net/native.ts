/** UDP through the native hub: one thread of the engine serves all sockets. Linux. */
import {constants} from 'node:os'
import {kind, RecordReader} from '../native/records.js'
import {formatIp} from '../wire/ip-address.js'
import type {NativeUdpHub, UdpBinding} from '../native/surface.js'
import {errnoName} from './errno.js'
import {lookup} from './names.js'
import {
  NetError,
  type ArrivedPacket,
  type Net,
  type SendOptions,
  type SendOutcome,
  type UdpEvents,
  type UdpOptions,
  type UdpSocket,
} from './net.js'
import {PacketBatch} from './packet-batch.js'
import {systemTcp} from './stream/tcp-net.js'
import {tcpAnswers} from './tcp.js'

const TTL_NOT_OBSERVED = 0xffff
const ORIGINS: Readonly<Record<number, 'icmp' | 'icmpv6'>> = {2: 'icmp', 3: 'icmpv6'}

/** A hub numbers its sockets anew, and its last records may come when it is gone already: each has a table of its own. */
interface Hub {
  readonly native: NativeUdpHub
  readonly sockets: Map<number, UdpEvents>
}

/** The hub lives while there are sockets: with the last one its thread ends, so that the process can. */
export class NativeNet implements Net {
  readonly #binding: UdpBinding
  #hub: Hub | undefined

  constructor(binding: UdpBinding) {
    this.#binding = binding
  }

  readonly lookup = lookup
  readonly tcpAnswers = tcpAnswers
  readonly tcp = systemTcp

  udp(options: UdpOptions, events: UdpEvents): UdpSocket {
    const hub = (this.#hub ??= this.#startHub())
    try {
      const {id, localAddress} = hub.native.open(options)
      hub.sockets.set(id, events)
      return new NativeUdpSocket(hub.native, id, localAddress, () => {
        hub.sockets.delete(id)
        this.#destroyIfUnused(hub)
      })
    } catch (error) {
      this.#destroyIfUnused(hub)
      const {code = 'ERR_IO', message} = error as NodeJS.ErrnoException
      throw new NetError(code, message)
    }
  }

  #startHub(): Hub {
    const sockets = new Map<number, UdpEvents>()
    const native = new this.#binding.UdpHub(records => {
      deliver(records, sockets)
    })
    return {native, sockets}
  }

  #destroyIfUnused(hub: Hub): void {
    if (hub.sockets.size > 0) return
    hub.native.destroy()
    if (this.#hub === hub) this.#hub = undefined
  }
}

function deliver(records: Uint8Array, sockets: ReadonlyMap<number, UdpEvents>): void {
  const record = new RecordReader(records)
  const packet = new RecordPacket(record)
  const touched = new Set<UdpEvents>()
  while (record.next()) {
    const events = sockets.get(record.id)
    if (!events) continue
    if (record.kind === kind.PACKET) {
      touched.add(events)
      events.onPacket(packet)
    } else if (record.kind === kind.OVERFLOW) {
      events.onOverflow?.(Number(record.u64(0)))
    } else if (record.kind === kind.ICMP_ERROR) {
      events.onPathError?.(pathError(record))
    }
  }
  for (const events of touched) events.onIdle?.()
}

/** The record under the reader, seen as a packet. */
class RecordPacket implements ArrivedPacket {
  readonly #record: RecordReader

  constructor(record: RecordReader) {
    this.#record = record
  }

  get bytes(): Uint8Array {
    return this.#record.bytes
  }

  get start(): number {
    return this.#record.start + 42
  }

  get end(): number {
    return this.#record.end
  }

  get atNs(): number {
    const {view, start} = this.#record
    return view.getUint32(start, true) + view.getUint32(start + 4, true) * 2 ** 32
  }

  get tos(): number {
    return this.#record.flag
  }

  get ttl(): number | undefined {
    return this.#record.aux === TTL_NOT_OBSERVED ? undefined : this.#record.aux
  }

  get from(): string {
    return this.#record.address(8)
  }

  get localIp(): string | undefined {
    return formatIp(this.#record.view, this.#record.start + 26) || undefined
  }
}

class NativeUdpSocket implements UdpSocket {
  readonly #hub: NativeUdpHub
  readonly #id: number
  readonly #onClose: () => void
  readonly #single = new PacketBatch()
  #closed = false

  constructor(
    hub: NativeUdpHub,
    id: number,
    readonly localAddress: string,
    onClose: () => void,
  ) {
    this.#hub = hub
    this.#id = id
    this.#onClose = onClose
  }

  send(payload: Uint8Array, options?: SendOptions): SendOutcome {
    this.#single.reset()
    this.#single.add(payload, 0, payload.length, options)
    const {refused} = this.sendBatch(this.#single.packed)
    return refused ?? 'sent'
  }

  sendBatch(packed: Uint8Array): {sent: number; refused?: SendOutcome} {
    if (this.#closed) return {sent: 0, refused: 'closed'}
    const result = this.#hub.send(this.#id, packed)
    const sent = result % 2 ** 32
    const errno = Math.floor(result / 2 ** 32)
    return errno === 0 ? {sent} : {sent, refused: outcome(errno)}
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#hub.close(this.#id)
    this.#onClose()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
    await Promise.resolve()
  }
}

function outcome(errno: number): SendOutcome {
  switch (errno) {
    case constants.errno.EMSGSIZE:
      return 'too-large'
    case constants.errno.EAGAIN:
    case constants.errno.ENOBUFS:
      return 'queue-full'
    default:
      return {error: errnoName(errno)}
  }
}

function pathError(record: RecordReader): Parameters<NonNullable<UdpEvents['onPathError']>>[0] {
  const errno = record.view.getUint32(record.start, true)
  const info = record.view.getUint32(record.start + 4, true)
  return {
    origin: ORIGINS[record.flag] ?? 'local',
    type: record.aux >> 8,
    code: record.aux & 0xff,
    error: errnoName(errno),
    mtu: errno === constants.errno.EMSGSIZE ? info : undefined,
    offender: record.address(8),
    destination: record.address(26),
    quoted: record.body(44).slice(),
  }
}
