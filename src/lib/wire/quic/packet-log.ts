/**
 * Questions to a log of packets in clear: whether the peer has acknowledged what we sent, and in which of its packets
 * something came. An acknowledgement is the transport's word that a packet arrived, and that nothing was lost.
 */
import {WireError} from '../error.js'
import {read, type Frame} from './frames.js'

export interface PacketInClear {
  readonly direction: 'sent' | 'received'
  readonly level: 'handshake' | '1-rtt'
  /** Decimal. */
  readonly packetNumber: string
  readonly frames: Uint8Array
}

/** Numbers of 1-RTT packets in which there is such a frame: as many as it was sent in. */
export function packetsWith(
  packets: readonly PacketInClear[],
  direction: PacketInClear['direction'],
  isIt: (frame: Frame) => boolean,
): bigint[] {
  return packets
    .filter(packet => packet.direction === direction && packet.level === '1-rtt')
    .filter(({frames}) => readable(frames).some(isIt))
    .map(({packetNumber}) => BigInt(packetNumber))
}

/** With its frames, as far as they can be read; one that came twice is told once. */
export function packetsRead<P extends PacketInClear>(
  packets: readonly P[],
  direction: PacketInClear['direction'],
  level: PacketInClear['level'] = '1-rtt',
): {readonly packet: P; readonly frames: readonly Frame[]}[] {
  const told = new Set<string>()
  return packets
    .filter(packet => packet.direction === direction && packet.level === level)
    .filter(({packetNumber}) => !told.has(packetNumber) && told.add(packetNumber))
    .map(packet => ({packet, frames: readable(packet.frames)}))
}

/** One of the packets that carried such a frame of ours is known to have arrived. */
export function isAcknowledged(packets: readonly PacketInClear[], isIt: (frame: Frame) => boolean): boolean {
  const numbers = packetsWith(packets, 'sent', isIt)
  if (numbers.length === 0) return false
  const ranges = packets
    .filter(({direction, level}) => direction === 'received' && level === '1-rtt')
    .flatMap(({frames}) => readable(frames))
    .flatMap(frame => (frame.kind === 'ack' ? frame.ranges : []))
  return numbers.some(number => ranges.some(({from, to}) => from <= number && number <= to))
}

/** What stands before nonsense. */
function readable(payload: Uint8Array): Frame[] {
  const found: Frame[] = []
  try {
    for (const frame of read(payload)) found.push(frame)
  } catch (error) {
    if (!(error instanceof WireError)) throw error
  }
  return found
}
