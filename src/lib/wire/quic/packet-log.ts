/**
 * Questions to a log of packets in clear: whether the peer has acknowledged what we sent, and in which of its packets
 * something came. An acknowledgement is the transport's word that a packet arrived, and that nothing was lost.
 */
import {WireError} from '../error.js'
import {read, type AckRange, type Frame} from './frames.js'

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
  return numbers.some(number => covers(ranges, number))
}

const QUIET: ReadonlySet<Frame['kind']> = new Set(['padding', 'ack', 'connection_close', 'datagram'])

/**
 * Such a frame of ours was acknowledged by itself: before anything else of ours left that asks for an acknowledgement.
 * @param packets in the order they left and came
 */
export function isAcknowledgedAlone(packets: readonly PacketInClear[], isIt: (frame: Frame) => boolean): boolean {
  let number: bigint | undefined
  const others = new Set<bigint>()
  for (const {direction, level, packetNumber, frames} of packets) {
    if (level !== '1-rtt') continue
    const read = readable(frames)
    if (direction === 'sent') {
      const isAlone = read.every(({kind}) => QUIET.has(kind))
      if (!isAlone) others.add(BigInt(packetNumber))
      if (number === undefined && read.some(isIt)) number = BigInt(packetNumber)
      // Its acknowledgement may be for the others.
      if (number !== undefined && others.size > 0) return false
      continue
    }
    for (const frame of read) {
      if (frame.kind !== 'ack') continue
      if (number !== undefined && covers(frame.ranges, number)) return true
      // What is below the largest is there, or lost.
      const largest = frame.ranges[0]?.to ?? -1n
      for (const other of others) if (other <= largest) others.delete(other)
    }
  }
  return false
}

function covers(ranges: readonly AckRange[], number: bigint): boolean {
  return ranges.some(({from, to}) => from <= number && number <= to)
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
