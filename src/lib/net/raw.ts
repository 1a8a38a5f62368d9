/**
 * Below the sockets: packets as they really arrived, and packets written by hand, header and all. It takes Linux and
 * CAP_NET_RAW (root, or setcap); the memory network has it for nothing.
 */
import type {Family} from '../wire/ip/address.js'
import type {SendOutcome} from './net.js'

export interface RawNet {
  /**
   * What reaches this host from now on, and fits the filter: each fragment by itself, before anybody put them together.
   * @throws NetError EPERM and others, with what to do about it
   */
  tap(filter: TapFilter, events: TapEvents): Tap
  /**
   * Leaves as it is, but that the kernel fills in an IPv4 header's total length and checksum, and its ID where it is 0.
   * @throws NetError
   */
  sender(family: Family): RawSender
  /**
   * A TCP port that is taken, so that the kernel neither answers there nor refuses: a tap hears what comes to it.
   * @throws NetError
   */
  silentTcp(local: string): SilentPort
}

export interface TapFilter {
  /** UDP and TCP to these ports of ours; fragments, ICMP and all other protocols come whatever is here. */
  readonly ports: readonly number[]
}

export interface TapEvents {
  onPacket(packet: TappedPacket): void
  /** Packets lost so far because nobody took them in time. */
  onLost?(total: number): void
}

/** Valid during the call only. */
export interface TappedPacket {
  /** The IP packet, from its version on. */
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
  /** Monotonic nanoseconds; the kernel's receive time. */
  readonly atNs: number
  /** False: it came from this very host (or one beside it on a virtual link), which had left the sum for a card to fill in. */
  readonly hasChecksum: boolean
}

export interface Tap extends AsyncDisposable {
  close(): void
}

export interface RawSender extends AsyncDisposable {
  /** @param packet a whole IP packet */
  send(packet: Uint8Array): SendOutcome
  close(): void
}

export interface SilentPort extends AsyncDisposable {
  readonly localAddress: string
  close(): void
}
