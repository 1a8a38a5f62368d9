/** The arithmetic of sizes: from the outer packet, header by header, to the payload inside. */
import type {HttpVersion} from '../../http/transport.js'
import type {OuterPath} from '../../reach/connection.js'
import * as varint from '../../wire/varint.js'

export interface SumItem {
  readonly what: string
  /** The first is the whole, what is taken away is negative, the last is what is left. */
  readonly bytes: number
}

const IP = {4: 20, 6: 40} as const
const UDP = 8
const FIRST_OCTET = 1
/** Of 1 to 4 octets; our engine makes room for the longest. */
const PACKET_NUMBER = {least: 1, most: 4} as const
const TAG = 16
const FRAME_TYPE = 1
/** Our engine keeps 8 octets for the length of a frame, however few it needs. */
const FRAME_LENGTH_ROOM = 8
const CONTEXT_ID = 1

const varintBytes = (value: number): number => varint.size(value)

/** A payload of ours in a DATAGRAM frame. undefined: the figures do not add up, so there is none to show. */
export function upFrameSum(payloadBytes: number, quarterStreamIdBytes: number, path: OuterPath): SumItem[] | undefined {
  const length = varintBytes(payloadBytes + CONTEXT_ID + quarterStreamIdBytes)
  const below = around(path)
  const whole = path.mtuBytes - total(below)
  const headers = [
    ...below,
    {what: 'QUIC short header, first octet', bytes: -FIRST_OCTET},
    {what: 'Destination Connection ID', bytes: -path.peerCidBytes},
    {what: 'packet number, at most', bytes: -PACKET_NUMBER.most},
    {what: 'AEAD tag', bytes: -TAG},
    {what: 'DATAGRAM frame type', bytes: -FRAME_TYPE},
    {what: 'DATAGRAM frame length', bytes: -length},
    {what: 'kept by our engine for a longer length', bytes: length - FRAME_LENGTH_ROOM},
    {what: 'Quarter Stream ID', bytes: -quarterStreamIdBytes},
    {what: 'Context ID', bytes: -CONTEXT_ID},
  ]
  const left = total(headers) + whole - payloadBytes
  if (left < 0) return undefined
  const unused = left > 0 ? [{what: 'not used: the limit is elsewhere', bytes: -left}] : []
  return [{what: wholeName(path), bytes: whole}, ...headers, ...unused, {what: 'UDP payload', bytes: payloadBytes}]
}

/** A payload that came in a DATAGRAM frame: how the proxy wrote it is not seen, so the whole is the least it can be. */
export function downFrameSum(payloadBytes: number, quarterStreamIdBytes: number, path: OuterPath): SumItem[] {
  return leastWhole(payloadBytes, `${wholeName(path)}, at least`, [
    ...around(path),
    {what: 'QUIC short header, first octet', bytes: -FIRST_OCTET},
    {what: 'Destination Connection ID', bytes: -path.ownCidBytes},
    {what: 'packet number, at least', bytes: -PACKET_NUMBER.least},
    {what: 'AEAD tag', bytes: -TAG},
    {what: 'DATAGRAM frame type', bytes: -FRAME_TYPE},
    {what: 'Quarter Stream ID', bytes: -quarterStreamIdBytes},
    {what: 'Context ID', bytes: -CONTEXT_ID},
  ])
}

/** What is around our datagrams; inside another tunnel, that is its business. */
function around({family}: OuterPath): SumItem[] {
  if (family === undefined) return []
  return [
    {what: `IPv${family} header`, bytes: -IP[family]},
    {what: 'UDP header', bytes: -UDP},
  ]
}

function wholeName({family}: OuterPath): string {
  return family === undefined ? 'payload of the tunnel outside' : 'outer packet'
}

/** In a capsule the outer packets do not matter: this is what it takes on the stream, in a frame of its own if at all. */
export function capsuleSum(payloadBytes: number, http: HttpVersion): SumItem[] {
  const value = payloadBytes + CONTEXT_ID
  const capsule = 1 + varintBytes(value) + value
  return leastWhole(payloadBytes, 'octets on the stream', [
    ...dataFrame(capsule, http),
    {what: 'DATAGRAM capsule type', bytes: -1},
    {what: 'DATAGRAM capsule length', bytes: -varintBytes(value)},
    {what: 'Context ID', bytes: -CONTEXT_ID},
  ])
}

/** A sum that goes on into the packet a datagram holds: its headers before the UDP payload. @param headers negative */
export function inside(
  payloadBytes: number,
  headers: readonly SumItem[],
  sumOf: (bytes: number) => readonly SumItem[] | undefined,
): readonly SumItem[] | undefined {
  const sum = sumOf(payloadBytes - total(headers))
  const payload = sum?.at(-1)
  return sum && payload && [...sum.slice(0, -1), ...headers, {...payload, bytes: payloadBytes}]
}

/** RFC 9114 section 7.1, RFC 9113 section 4.1; after a 101 there is only the stream. */
function dataFrame(length: number, http: HttpVersion): SumItem[] {
  switch (http) {
    case '3':
      return [
        {what: 'DATA frame type', bytes: -1},
        {what: 'DATA frame length', bytes: -varintBytes(length)},
      ]
    case '2':
      return [{what: 'DATA frame header', bytes: -9}]
    case '1.1':
      return []
  }
}

function leastWhole(payloadBytes: number, what: string, headers: readonly SumItem[]): SumItem[] {
  return [{what, bytes: payloadBytes - total(headers)}, ...headers, {what: 'UDP payload', bytes: payloadBytes}]
}

function total(items: readonly SumItem[]): number {
  return items.reduce((sum, {bytes}) => sum + bytes, 0)
}

/** What makes a DATAGRAM frame of ours no larger than it is. */
export function frameLimit(path: OuterPath): 'proxy-setting' | 'our-engine' | 'outer-path' {
  const {maxDatagramBytes, peerFrameLimit} = path
  const allowed = peerFrameLimit === undefined ? Infinity : peerFrameLimit - FRAME_TYPE - FRAME_LENGTH_ROOM
  if (maxDatagramBytes !== undefined && maxDatagramBytes >= allowed) return 'proxy-setting'
  if (path.mtuBytes >= path.mtuBoundBytes) return 'our-engine'
  return path.peerUdpLimit !== undefined && path.mtuBytes >= path.peerUdpLimit ? 'proxy-setting' : 'outer-path'
}
