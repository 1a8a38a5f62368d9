/** How frames look in the packets that the fake engine logs: those that somebody asks for, and no others. */
import {concat} from '../../../src/lib/wire/bytes.js'
import * as varint from '../../../src/lib/wire/varint.js'

export function datagramFrame(payload: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(0x31), varint.write(payload.length), payload)
}

export function streamFrame(stream: number, at: number, bytes: Uint8Array, fin: boolean): Uint8Array {
  const type = Uint8Array.of(fin ? 0x0f : 0x0e)
  return concat(type, varint.write(stream), varint.write(at), varint.write(bytes.length), bytes)
}

export function resetFrame(stream: number, code: bigint, finalSize: number): Uint8Array {
  return concat(Uint8Array.of(0x04), varint.write(stream), varint.write(code), varint.write(finalSize))
}

export function stopFrame(stream: number, code: bigint): Uint8Array {
  return concat(Uint8Array.of(0x05), varint.write(stream), varint.write(code))
}

export function maxStreamDataFrame(stream: number, maximum: number): Uint8Array {
  return concat(Uint8Array.of(0x11), varint.write(stream), varint.write(maximum))
}

/** Of one packet. */
export function ackFrame(packetNumber: number): Uint8Array {
  return concat(Uint8Array.of(0x02), varint.write(packetNumber), Uint8Array.of(0, 0, 0))
}

export function cryptoFrame(bytes: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(0x06, 0), varint.write(bytes.length), bytes)
}
