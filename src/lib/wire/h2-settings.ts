/** HTTP/2 SETTINGS as they were on the wire: order, duplicates and unknown ones kept. RFC 9113 section 6.5, RFC 8441. */
import {Cursor} from './cursor.js'

export interface Setting {
  readonly id: bigint
  readonly value: bigint
}

export const HEADER_TABLE_SIZE = 0x1n
export const ENABLE_PUSH = 0x2n
export const MAX_CONCURRENT_STREAMS = 0x3n
export const INITIAL_WINDOW_SIZE = 0x4n
export const MAX_FRAME_SIZE = 0x5n
export const MAX_HEADER_LIST_SIZE = 0x6n
export const ENABLE_CONNECT_PROTOCOL = 0x8n

const NAMES: ReadonlyMap<bigint, string> = new Map([
  [HEADER_TABLE_SIZE, 'HEADER_TABLE_SIZE'],
  [ENABLE_PUSH, 'ENABLE_PUSH'],
  [MAX_CONCURRENT_STREAMS, 'MAX_CONCURRENT_STREAMS'],
  [INITIAL_WINDOW_SIZE, 'INITIAL_WINDOW_SIZE'],
  [MAX_FRAME_SIZE, 'MAX_FRAME_SIZE'],
  [MAX_HEADER_LIST_SIZE, 'MAX_HEADER_LIST_SIZE'],
  [ENABLE_CONNECT_PROTOCOL, 'ENABLE_CONNECT_PROTOCOL'],
  [0x9n, 'NO_RFC7540_PRIORITIES'],
])

/** What a value may be, where not every number of 32 bits will do. */
const ALLOWED: ReadonlyMap<bigint, readonly [from: bigint, to: bigint]> = new Map([
  [ENABLE_PUSH, [0n, 1n]],
  [INITIAL_WINDOW_SIZE, [0n, 0x7fff_ffffn]],
  [MAX_FRAME_SIZE, [16_384n, 16_777_215n]],
  [ENABLE_CONNECT_PROTOCOL, [0n, 1n]],
  [0x9n, [0n, 1n]],
])

export function name(id: bigint): string {
  return NAMES.get(id) ?? `0x${id.toString(16)}`
}

/** @throws WireError truncated, if the payload ends inside a setting */
export function read(payload: Uint8Array): Setting[] {
  const cursor = new Cursor(payload)
  const settings: Setting[] = []
  while (cursor.remaining > 0) {
    settings.push(cursor.attempt(() => ({id: BigInt(cursor.u16()), value: BigInt(cursor.u32())})))
  }
  return settings
}

/** Values beyond their field keep their low bits. */
export function write(settings: readonly Setting[]): Uint8Array {
  const out = new Uint8Array(settings.length * 6)
  const view = new DataView(out.buffer)
  for (const [index, {id, value: setting}] of settings.entries()) {
    view.setUint16(index * 6, Number(BigInt.asUintN(16, id)))
    view.setUint32(index * 6 + 2, Number(BigInt.asUintN(32, setting)))
  }
  return out
}

/** Of several the last: they are processed in order, and none is kept but its value (RFC 9113 section 6.5.3). */
export function value(settings: readonly Setting[], id: bigint): bigint | undefined {
  return settings.findLast(setting => setting.id === id)?.value
}

/** Values that no receiver can accept, in words; empty when all is well. Duplicates are legal here. */
export function violations(settings: readonly Setting[]): string[] {
  return settings.flatMap(({id, value: setting}) => {
    const [from, to] = ALLOWED.get(id) ?? [0n, setting]
    return setting >= from && setting <= to ? [] : [`${name(id)} is ${setting}: only ${from} to ${to} are allowed`]
  })
}
