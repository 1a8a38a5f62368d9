/** The items of the responder's messages, each as the value it stands for. */
import {familyOf, format, parse} from '../net/address.js'
import {formatIp} from '../wire/ip-address.js'
import {concat, toLatin1, fromLatin1} from '../wire/bytes.js'
import {Cursor} from '../wire/cursor.js'
import {WireError} from '../wire/error.js'
import {toRecord} from '../net/packet-batch.js'
import type {Item, Message} from './message.js'

export const item = {
  TOKEN: 0x0001,
  COOKIE: 0x0002,
  PADDING: 0x0003,
  SEQUENCE: 0x0004,
  OBSERVED: 0x0005,
  MARKS: 0x0006,
  TIMES: 0x0007,
  COUNTS: 0x0008,
  SINCE: 0x0009,
  RECORD: 0x000a,
  CAPABILITIES: 0x000b,
  SEEN: 0x000c,
  WANTED: 0x0100,
  REFUSED: 0x0101,
} as const

/** undefined: not observed. */
export interface Marks {
  readonly tos: number | undefined
  readonly ttl: number | undefined
}

export interface Counts {
  readonly echoes: number
  readonly answers: number
  readonly recorded: number
  readonly dropped: number
}

export interface RecordedDatagram extends Marks {
  readonly index: number
  readonly length: number
  readonly sha256: Uint8Array
  readonly atNs: bigint
  readonly head: Uint8Array
}

/** A first and a last number, both included. */
export type Run = readonly [first: number, last: number]

export function find(message: Message, wanted: number): Uint8Array | undefined {
  return message.items.find(({type}) => type === wanted)?.value
}

export const token = (value: Uint8Array): Item => ({type: item.TOKEN, value})
export const cookie = (value: Uint8Array): Item => ({type: item.COOKIE, value})
export const padding = (length: number): Item => ({type: item.PADDING, value: new Uint8Array(length)})
export const sequence = (value: number): Item => ({type: item.SEQUENCE, value: u32(value)})
export const since = (value: number): Item => ({type: item.SINCE, value: u32(value)})

export const wanted = (length: number): Item => ({type: item.WANTED, value: u32(length)})
export const refused = (length: number): Item => ({type: item.REFUSED, value: u32(length)})

export function capabilities(words: readonly string[]): Item {
  return {type: item.CAPABILITIES, value: fromLatin1(words.join(' '))}
}

export function observed(address: string): Item {
  const parsed = parse(address)
  const record = toRecord(address)
  const ip = familyOf(parsed?.ip ?? '') === 4 ? record.subarray(12, 16) : record.subarray(0, 16)
  const port = parsed?.port ?? 0
  return {type: item.OBSERVED, value: concat(ip, Uint8Array.of(port >> 8, port & 0xff))}
}

export function marks(value: Marks): Item {
  return {type: item.MARKS, value: writeMarks(value)}
}

export function times(receivedNs: bigint, answeredNs: bigint): Item {
  return {type: item.TIMES, value: concat(u64(receivedNs), u64(answeredNs))}
}

export function counts({echoes, answers, recorded, dropped}: Counts): Item {
  return {type: item.COUNTS, value: concat(u32(echoes), u32(answers), u32(recorded), u32(dropped))}
}

export function seen(runs: readonly Run[]): Item {
  return {type: item.SEEN, value: concat(...runs.flatMap(([first, last]) => [u32(first), u32(last)]))}
}

export function record(value: RecordedDatagram): Item {
  const {index, length, sha256, atNs, head} = value
  return {type: item.RECORD, value: concat(u32(index), u32(length), sha256, writeMarks(value), u64(atNs), head)}
}

// Readers: undefined if the item is absent. @throws WireError if it is not what it should be.

export function readNumber(message: Message, wanted: number): number | undefined {
  return read(message, wanted, cursor => cursor.u32())
}

export function readObserved(message: Message): string | undefined {
  return read(message, item.OBSERVED, cursor => {
    const at = cursor.offset
    const ip = cursor.take(cursor.remaining - 2)
    if (ip.length !== 4 && ip.length !== 16) throw new WireError('malformed', at, `an address of ${ip.length} octets`)
    const mapped = ip.length === 4 ? concat(new Uint8Array(10), Uint8Array.of(0xff, 0xff), ip) : ip
    return format(formatIp(new DataView(mapped.buffer, mapped.byteOffset, mapped.length), 0), cursor.u16())
  })
}

export function readMarks(message: Message): Marks | undefined {
  return read(message, item.MARKS, cursor => readMarksAt(cursor))
}

export function readTimes(message: Message): {receivedNs: bigint; answeredNs: bigint} | undefined {
  return read(message, item.TIMES, cursor => ({receivedNs: cursor.u64(), answeredNs: cursor.u64()}))
}

export function readCounts(message: Message): Counts | undefined {
  return read(message, item.COUNTS, cursor => ({
    echoes: cursor.u32(),
    answers: cursor.u32(),
    recorded: cursor.u32(),
    dropped: cursor.u32(),
  }))
}

export function readSeen(message: Message): Run[] | undefined {
  return read(message, item.SEEN, cursor => {
    const runs: Run[] = []
    while (cursor.remaining > 0) runs.push([cursor.u32(), cursor.u32()])
    return runs
  })
}

export function readCapabilities(message: Message): string[] {
  const value = find(message, item.CAPABILITIES)
  return value ? toLatin1(value).split(' ').filter(Boolean) : []
}

export function readRecords(message: Message): RecordedDatagram[] {
  return message.items
    .filter(({type}) => type === item.RECORD)
    .map(({value}) => {
      const cursor = new Cursor(value)
      const [index, length, sha256] = [cursor.u32(), cursor.u32(), cursor.take(32)]
      const seenMarks = readMarksAt(cursor)
      return {index, length, sha256, ...seenMarks, atNs: cursor.u64(), head: cursor.rest()}
    })
}

function read<T>(message: Message, wanted: number, reader: (cursor: Cursor) => T): T | undefined {
  const value = find(message, wanted)
  if (!value) return undefined
  const cursor = new Cursor(value)
  const result = reader(cursor)
  cursor.end()
  return result
}

function writeMarks({tos, ttl}: Marks): Uint8Array {
  return Uint8Array.of((tos === undefined ? 0 : 1) | (ttl === undefined ? 0 : 2), tos ?? 0, ttl ?? 0)
}

function readMarksAt(cursor: Cursor): Marks {
  const [flags, tos, ttl] = [cursor.u8(), cursor.u8(), cursor.u8()]
  return {tos: flags & 1 ? tos : undefined, ttl: flags & 2 ? ttl : undefined}
}

function u32(value: number): Uint8Array {
  const out = new Uint8Array(4)
  new DataView(out.buffer).setUint32(0, value)
  return out
}

function u64(value: bigint): Uint8Array {
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigUint64(0, value)
  return out
}
