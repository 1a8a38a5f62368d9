/**
 * A TUN device: a network interface of this host's kernel whose packets we send and receive. What is routed to it comes
 * here, what is sent here the kernel routes on. Linux, and with the permission to administer the network (root).
 */
import {constants} from 'node:os'
import {kind, RecordReader} from '../native/records.js'
import type {NativeTun, NativeTunOptions, TunBinding} from '../native/surface.js'
import {errnoName} from './errno.js'
import {NetError} from './net.js'
import {PacketBatch} from './packet-batch.js'

export type TunOptions = NativeTunOptions

export interface TunEvents {
  /** An IP packet from the kernel: `bytes` from `start` to `end`, valid during the call; taken in at `atNs`. */
  onPacket(bytes: Uint8Array, start: number, end: number, atNs: number): void
  /** The packets that were waiting have all been handed over. */
  onIdle?(): void
  /** Somebody took the device away: an errno name. Nothing comes any more. */
  onLost?(error: string): void
}

export type TunOutcome =
  | 'sent'
  | 'queue-full'
  | 'closed'
  /** The kernel refused: EINVAL for what is no IP packet, EIO while the interface is down. */
  | {readonly error: string}

export interface TunDevice extends AsyncDisposable {
  /** As the kernel calls it. */
  readonly name: string
  send(packet: Uint8Array): TunOutcome
  close(): void
}

/** @throws NetError, with what to do about it */
export function openTun(binding: Partial<TunBinding>, options: TunOptions, events: TunEvents): TunDevice {
  const {TunDevice} = binding
  if (!TunDevice) throw new NetError('ENOSYS', 'there are TUN devices on Linux only')
  try {
    const native = new TunDevice(options, records => {
      deliver(records, events)
    })
    return new OpenTun(native)
  } catch (error) {
    const {code = 'ERR_IO', message} = error as NodeJS.ErrnoException
    throw new NetError(code, `TUN device ${options.name}: ${REMEDIES[code] ?? message}`)
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: 'not permitted: run as root (or with CAP_NET_ADMIN)',
  ENOENT: 'this kernel has no /dev/net/tun: load the module (modprobe tun), or give the container the device',
  ENODEV: 'this kernel has no TUN devices: load the module (modprobe tun)',
  EBUSY: 'another program has it: take another name',
}

function deliver(records: Uint8Array, events: TunEvents): void {
  const record = new RecordReader(records)
  let some = false
  while (record.next()) {
    if (record.kind === kind.TUN_PACKET) {
      some = true
      events.onPacket(record.bytes, record.start + 8, record.end, Number(record.u64(0)))
    } else if (record.kind === kind.TUN_LOST) {
      events.onLost?.(errnoName(record.id))
    }
  }
  if (some) events.onIdle?.()
}

class OpenTun implements TunDevice {
  readonly name: string
  readonly #native: NativeTun
  readonly #single = new PacketBatch()
  #closed = false

  constructor(native: NativeTun) {
    this.#native = native
    this.name = native.name()
  }

  send(packet: Uint8Array): TunOutcome {
    if (this.#closed) return 'closed'
    if (packet.length > MAX_PACKED) return {error: 'EMSGSIZE'}
    this.#single.reset()
    this.#single.add(packet, 0, packet.length)
    const errno = Math.floor(this.#native.send(this.#single.packed) / 2 ** 32)
    switch (errno) {
      case 0:
        return 'sent'
      case constants.errno.EAGAIN:
      case constants.errno.ENOBUFS:
        return 'queue-full'
      default:
        return {error: errnoName(errno)}
    }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#native.destroy()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
    await Promise.resolve()
  }
}

/** What the batch's 16 bits of length hold. */
const MAX_PACKED = 65_535
