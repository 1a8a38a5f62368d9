/**
 * pcapng (draft-ietf-opsawg-pcapng): captures with secrets, comments and several interfaces. Blocks are written one by one,
 * little endian, so that a file is whole after each of them; the reader goes from block to block and takes ours apart.
 */
import {concat} from './bytes.js'
import {WireError} from './error.js'

export const BLOCK = {
  SECTION_HEADER: 0x0a0d0d0a,
  INTERFACE: 1,
  NAME_RESOLUTION: 4,
  PACKET: 6,
  SECRETS: 0x0a,
} as const

/** IPv4 and IPv6 packets, told by their first four bits. */
export const LINKTYPE_RAW = 101
/** Decryption secrets that are lines in the NSS key log format. */
export const TLS_KEY_LOG = 0x544c534b

const BYTE_ORDER = 0x1a2b3c4d
const OPTION = {
  COMMENT: 1,
  SHB_OS: 3,
  SHB_APPLICATION: 4,
  IF_NAME: 2,
  IF_DESCRIPTION: 3,
  IF_TSRESOL: 9,
  FLAGS: 2,
} as const
const DIRECTION = {received: 1, sent: 2} as const
/** Time stamps are in units of 10^-9 s. */
const NANOSECONDS = 9
/** What one option can hold. */
const MAX_OPTION = 0xffff

export interface Section {
  readonly application: string
  readonly system: string
  readonly comment?: string
}

export interface Interface {
  readonly linkType: number
  readonly name: string
  readonly description: string
}

export interface Packet {
  /** Which interface of the section, from 0. */
  readonly interface: number
  /** Nanoseconds since 1970. */
  readonly atNs: bigint
  readonly bytes: Uint8Array
  /** Of the packet before it was cut; by default it was not. */
  readonly originalBytes?: number
  readonly direction?: 'sent' | 'received'
  readonly comment?: string
}

export function sectionHeader({application, system, comment}: Section): Uint8Array {
  const fixed = new Uint8Array(16)
  const view = new DataView(fixed.buffer)
  view.setUint32(0, BYTE_ORDER, true)
  view.setUint16(4, 1, true)
  // Length of the section: not known yet.
  view.setBigInt64(8, -1n, true)
  const options = [text(OPTION.SHB_OS, system), text(OPTION.SHB_APPLICATION, application)]
  return block(BLOCK.SECTION_HEADER, fixed, ...commented(comment, options))
}

export function interfaceDescription({linkType, name, description}: Interface): Uint8Array {
  const fixed = new Uint8Array(8)
  new DataView(fixed.buffer).setUint16(0, linkType, true)
  const options = [
    text(OPTION.IF_NAME, name),
    text(OPTION.IF_DESCRIPTION, description),
    option(OPTION.IF_TSRESOL, Uint8Array.of(NANOSECONDS)),
  ]
  return block(BLOCK.INTERFACE, fixed, ...commented(undefined, options))
}

export function packet({bytes, originalBytes = bytes.length, direction, comment, ...where}: Packet): Uint8Array {
  const fixed = new Uint8Array(20)
  const view = new DataView(fixed.buffer)
  view.setUint32(0, where.interface, true)
  view.setUint32(4, Number(where.atNs >> 32n), true)
  view.setUint32(8, Number(where.atNs & 0xffffffffn), true)
  view.setUint32(12, bytes.length, true)
  view.setUint32(16, originalBytes, true)
  const flags = direction && option(OPTION.FLAGS, Uint8Array.of(DIRECTION[direction], 0, 0, 0))
  return block(BLOCK.PACKET, fixed, padded(bytes), ...commented(comment, flags ? [flags] : []))
}

/** Belongs ahead of the first packet that it decrypts. @param lines each with its line end */
export function tlsSecrets(lines: string): Uint8Array {
  const bytes = new TextEncoder().encode(lines)
  const fixed = new Uint8Array(8)
  const view = new DataView(fixed.buffer)
  view.setUint32(0, TLS_KEY_LOG, true)
  view.setUint32(4, bytes.length, true)
  return block(BLOCK.SECRETS, fixed, padded(bytes))
}

/** @param address 4 octets or 16 */
export function nameResolution(address: Uint8Array, name: string): Uint8Array {
  const value = concat(address, new TextEncoder().encode(name), Uint8Array.of(0))
  return block(BLOCK.NAME_RESOLUTION, option(address.length === 4 ? 1 : 2, value), new Uint8Array(4))
}

export interface Block {
  readonly type: number
  /** Without type and lengths. */
  readonly body: Uint8Array
  /** All of it, as it stands in the file. */
  readonly bytes: Uint8Array
}

/**
 * The blocks of a section of ours; those before a cut come out before it is told.
 * @throws WireError truncated (the writer was killed), malformed
 */
export function* blocks(file: Uint8Array): Generator<Block, void, undefined> {
  const view = new DataView(file.buffer, file.byteOffset, file.length)
  for (let at = 0; at < file.length;) {
    const left = file.length - at
    if (left < 12) throw new WireError('truncated', at, 'the file ends within a block')
    const [type, length] = [view.getUint32(at, true), view.getUint32(at + 4, true)]
    if (at === 0 && (type !== BLOCK.SECTION_HEADER || view.getUint32(8, true) !== BYTE_ORDER)) {
      throw new WireError('malformed', 0, 'this is not pcapng, or not as masque writes it')
    }
    if (length < 12 || length % 4 !== 0) throw new WireError('malformed', at + 4, `a block of ${length} octets`)
    if (length > left) throw new WireError('truncated', at, `the file ends within a block of ${length} octets`)
    if (view.getUint32(at + length - 4, true) !== length) {
      throw new WireError('malformed', at + length - 4, 'the two lengths of a block differ')
    }
    yield {type, body: file.subarray(at + 8, at + length - 4), bytes: file.subarray(at, at + length)}
    at += length
  }
}

/** @throws WireError truncated: the block contradicts itself */
export function readPacket({body}: Block): Packet {
  if (body.length < 20) throw new WireError('truncated', body.length, 'a packet block without its fixed part')
  const view = new DataView(body.buffer, body.byteOffset, body.length)
  const [captured, originalBytes] = [view.getUint32(12, true), view.getUint32(16, true)]
  if (captured > body.length - 20) throw new WireError('truncated', 12, `${captured} octets of packet are not there`)
  const options = readOptions(body.subarray(20 + roundedUp(captured)))
  const flags = (options.get(OPTION.FLAGS)?.[0] ?? 0) & 3
  const direction = flags === DIRECTION.sent ? 'sent' : flags === DIRECTION.received ? 'received' : undefined
  const comment = options.get(OPTION.COMMENT)
  return {
    interface: view.getUint32(0, true),
    atNs: (BigInt(view.getUint32(4, true)) << 32n) | BigInt(view.getUint32(8, true)),
    bytes: body.subarray(20, 20 + captured),
    originalBytes,
    ...(direction && {direction}),
    ...(comment && {comment: new TextDecoder().decode(comment)}),
  }
}

function readOptions(bytes: Uint8Array): Map<number, Uint8Array> {
  const found = new Map<number, Uint8Array>()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0; at + 4 <= bytes.length;) {
    const [code, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)]
    if (code === 0) break
    if (length > bytes.length - at - 4) throw new WireError('truncated', at, `an option of ${length} octets`)
    found.set(code, bytes.subarray(at + 4, at + 4 + length))
    at += 4 + roundedUp(length)
  }
  return found
}

function block(type: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 12)
  const out = new Uint8Array(length)
  const view = new DataView(out.buffer)
  view.setUint32(0, type, true)
  view.setUint32(4, length, true)
  let at = 8
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  view.setUint32(at, length, true)
  return out
}

/** Options and their end; nothing at all if there are none. */
function commented(comment: string | undefined, options: readonly Uint8Array[]): readonly Uint8Array[] {
  const all = comment === undefined ? options : [...options, text(OPTION.COMMENT, comment)]
  return all.length === 0 ? [] : [...all, new Uint8Array(4)]
}

function text(code: number, value: string): Uint8Array {
  return option(code, new TextEncoder().encode(value).subarray(0, MAX_OPTION))
}

function option(code: number, value: Uint8Array): Uint8Array {
  const out = new Uint8Array(4 + roundedUp(value.length))
  const view = new DataView(out.buffer)
  view.setUint16(0, code, true)
  view.setUint16(2, value.length, true)
  out.set(value, 4)
  return out
}

function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 4 === 0) return bytes
  const out = new Uint8Array(roundedUp(bytes.length))
  out.set(bytes)
  return out
}

function roundedUp(length: number): number {
  return (length + 3) & ~3
}
