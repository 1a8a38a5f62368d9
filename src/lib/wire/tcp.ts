/** TCP segments (RFC 9293 section 3.1) and their options: a value holds what was on the wire. */
import {concat} from './bytes.js'
import {Cursor} from './cursor.js'
import {WireError} from './error.js'
import {upperChecksum, type Ends} from './ip/checksum.js'
import {readOptions as readRaw, writeOptions as writeRaw, type Option} from './ip/options.js'

export interface TcpSegment {
  readonly sourcePort: number
  readonly destinationPort: number
  readonly sequence: number
  readonly acknowledgment: number
  /** Octets: what the header says of itself. */
  readonly headerLength: number
  /** Four bits that must be zero. */
  readonly reserved: number
  readonly flags: number
  readonly window: number
  readonly checksum: number
  readonly urgent: number
  readonly options: Uint8Array
  readonly payload: Uint8Array
}

export type TcpFields = Pick<TcpSegment, 'sourcePort' | 'destinationPort' | 'flags'> & {
  readonly [Field in keyof TcpSegment]?: TcpSegment[Field] | undefined
}

export const FLAG = {FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16, URG: 32, ECE: 64, CWR: 128} as const
export const HEADER = 20
const PROTOCOL = 6
const NONE = new Uint8Array(0)

/** @throws WireError truncated within header or options, malformed for a header shorter than one can be */
export function read(cursor: Cursor): TcpSegment {
  return cursor.attempt(() => {
    const at = cursor.offset
    const ports = {sourcePort: cursor.u16(), destinationPort: cursor.u16()}
    const numbers = {sequence: cursor.u32(), acknowledgment: cursor.u32()}
    const [lengths, flags] = [cursor.u8(), cursor.u8()]
    const headerLength = (lengths >> 4) * 4
    if (headerLength < HEADER) throw new WireError('malformed', at, `a header of ${headerLength} octets`)
    const rest = {window: cursor.u16(), checksum: cursor.u16(), urgent: cursor.u16()}
    const options = cursor.take(headerLength - HEADER)
    return {...ports, ...numbers, headerLength, reserved: lengths & 15, flags, ...rest, options, payload: cursor.rest()}
  })
}

/** @throws RangeError if the options do not fit and no header length is given */
export function write(fields: TcpFields, ends: Ends): Uint8Array {
  const options = concat(fields.options ?? NONE, new Uint8Array(-(fields.options?.length ?? 0) & 3))
  const headerLength = fields.headerLength ?? HEADER + options.length
  if (headerLength > 60) throw new RangeError(`${options.length} octets of options do not fit: the limit is 40`)
  const header = new Uint8Array(HEADER)
  const view = new DataView(header.buffer)
  view.setUint16(0, fields.sourcePort)
  view.setUint16(2, fields.destinationPort)
  view.setUint32(4, fields.sequence ?? 0)
  view.setUint32(8, fields.acknowledgment ?? 0)
  view.setUint8(12, ((headerLength >> 2) << 4) | (fields.reserved ?? 0))
  view.setUint8(13, fields.flags)
  view.setUint16(14, fields.window ?? 0xffff)
  view.setUint16(18, fields.urgent ?? 0)
  const bytes = concat(header, options, fields.payload ?? NONE)
  new DataView(bytes.buffer).setUint16(16, fields.checksum ?? upperChecksum(ends, PROTOCOL, bytes))
  return bytes
}

/** What a receiver would not accept, in words. */
export function problems(segment: TcpSegment, ends: Ends): string[] {
  if (upperChecksum(ends, PROTOCOL, write(segment, ends)) === 0) return []
  return [`the checksum 0x${segment.checksum.toString(16).padStart(4, '0')} is wrong`]
}

/** `SYN,ACK`. */
export function flagNames(flags: number): string {
  const names = Object.entries(FLAG).filter(([, bit]) => (flags & bit) !== 0)
  return names.map(([name]) => name).join(',') || 'none'
}

export type TcpOption =
  | {readonly kind: 'end' | 'nop' | 'sack-permitted'}
  | {readonly kind: 'mss'; readonly size: number}
  | {readonly kind: 'window-scale'; readonly shift: number}
  | {readonly kind: 'timestamps'; readonly value: number; readonly echo: number}
  /** Pairs of edges (RFC 2018). */
  | {readonly kind: 'sack'; readonly edges: readonly number[]}
  /** Unknown, or of another length than the known have. */
  | {readonly kind: 'other'; readonly number: number; readonly data: Uint8Array}

/** In the order of the header; what cannot be read as options ends the list. */
export function readOptions(options: Uint8Array): TcpOption[] {
  return readRaw(options, 'tcp').options.map(meaning)
}

function meaning({kind, data}: Option): TcpOption {
  if (!data) return {kind: kind === 0 ? 'end' : 'nop'}
  const cursor = new Cursor(data)
  const {length} = data
  if (kind === 2 && length === 2) return {kind: 'mss', size: cursor.u16()}
  if (kind === 3 && length === 1) return {kind: 'window-scale', shift: cursor.u8()}
  if (kind === 4 && length === 0) return {kind: 'sack-permitted'}
  if (kind === 8 && length === 8) return {kind: 'timestamps', value: cursor.u32(), echo: cursor.u32()}
  if (kind === 5 && length % 8 === 0) return {kind: 'sack', edges: Array.from({length: length / 4}, () => cursor.u32())}
  return {kind: 'other', number: kind, data}
}

/** Without padding: a segment's writer fills up to whole words. */
export function writeOptions(options: readonly TcpOption[]): Uint8Array {
  return writeRaw(options.map(raw), 'tcp')
}

function raw(option: TcpOption): Option {
  switch (option.kind) {
    case 'end':
      return {kind: 0, data: undefined}
    case 'nop':
      return {kind: 1, data: undefined}
    case 'mss':
      return {kind: 2, data: Uint8Array.of(option.size >> 8, option.size)}
    case 'window-scale':
      return {kind: 3, data: Uint8Array.of(option.shift)}
    case 'sack-permitted':
      return {kind: 4, data: NONE}
    case 'sack':
      return {kind: 5, data: words(option.edges)}
    case 'timestamps':
      return {kind: 8, data: words([option.value, option.echo])}
    case 'other':
      return {kind: option.number, data: option.data}
  }
}

function words(values: readonly number[]): Uint8Array {
  const out = new Uint8Array(values.length * 4)
  const view = new DataView(out.buffer)
  values.forEach((value, at) => {
    view.setUint32(at * 4, value)
  })
  return out
}
