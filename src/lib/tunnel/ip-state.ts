/**
 * What both ends of an IP tunnel have told each other, as a value: shown at any time, and compared with what it was
 * before. Lists are what the last capsule said, as each replaces the one before (RFC 9484 section 4.7).
 */
import type {AssignedAddress} from '../wire/connect-ip/address-assign.js'
import {isRefusal} from '../wire/connect-ip/address-entry.js'
import type {RequestedAddress} from '../wire/connect-ip/address-request.js'
import {show as showRange, type IpRange} from '../wire/connect-ip/route-advertisement.js'

export type {AssignedAddress, IpRange, RequestedAddress}

export interface IpSessionState {
  /** What we may send from. */
  readonly assignedToUs: readonly AssignedAddress[]
  /** Requests of ours that the last capsule declined. */
  readonly refusedToUs: readonly AssignedAddress[]
  readonly assignedByUs: readonly AssignedAddress[]
  /** What we may send to. */
  readonly routesOfPeer: readonly IpRange[]
  readonly ourRoutes: readonly IpRange[]
  /** Ours, unanswered. */
  readonly requestsOpen: readonly RequestedAddress[]
  /** The peer's, unanswered. */
  readonly requestsOfPeer: readonly RequestedAddress[]
  /** Capsules of each kind that came: an empty list may have been said, or never have been spoken of. */
  readonly received: {readonly assignments: number; readonly requests: number; readonly advertisements: number}
  /** Rules that the peer broke, in words; whether one of them ended the tunnel is in its ending. */
  readonly breaches: readonly string[]
  /** What no rule forbids, and is still worth knowing. */
  readonly remarks: readonly string[]
  readonly unknownCapsules: number
}

export const NOTHING: IpSessionState = {
  assignedToUs: [],
  refusedToUs: [],
  assignedByUs: [],
  routesOfPeer: [],
  ourRoutes: [],
  requestsOpen: [],
  requestsOfPeer: [],
  received: {assignments: 0, requests: 0, advertisements: 0},
  breaches: [],
  remarks: [],
  unknownCapsules: 0,
}

/** `192.0.2.0/24`. */
export function showAddress({
  address,
  prefixLength,
}: {
  readonly address: string
  readonly prefixLength: number
}): string {
  return `${address}/${prefixLength}`
}

/** What became different, in words; empty if nothing did. */
export function diff(before: IpSessionState, after: IpSessionState): string[] {
  const addresses = (list: readonly AssignedAddress[]): string[] =>
    list.filter(entry => !isRefusal(entry)).map(showAddress)
  const requests = (list: readonly RequestedAddress[]): string[] =>
    list.map(entry => `${showAddress(entry)} (request ${entry.requestId})`)
  return [
    ...changes(addresses(before.assignedToUs), addresses(after.assignedToUs), 'the peer assigned', 'the peer withdrew'),
    ...changes(requests(before.refusedToUs), requests(after.refusedToUs), 'the peer declined', undefined),
    ...changes(addresses(before.assignedByUs), addresses(after.assignedByUs), 'we assigned', 'we withdrew'),
    ...changes(ranges(before.routesOfPeer), ranges(after.routesOfPeer), 'the peer routes', 'the peer no longer routes'),
    ...changes(ranges(before.ourRoutes), ranges(after.ourRoutes), 'we route', 'we no longer route'),
    ...changes(requests(before.requestsOpen), requests(after.requestsOpen), 'we asked for', undefined),
    ...changes(requests(before.requestsOfPeer), requests(after.requestsOfPeer), 'the peer asked for', undefined),
    ...changes(before.breaches, after.breaches, 'the peer broke a rule:', undefined),
  ]
}

/** For JSON, which has no integers beyond 2^53: those are strings there. */
export function plain(state: IpSessionState): unknown {
  return JSON.parse(JSON.stringify(state, (_, value: unknown) => (typeof value === 'bigint' ? number(value) : value)))
}

function number(value: bigint): number | string {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value)
}

function ranges(list: readonly IpRange[]): string[] {
  return list.map(showRange)
}

function changes(
  before: readonly string[],
  after: readonly string[],
  came: string,
  went: string | undefined,
): string[] {
  const [old, now] = [new Set(before), new Set(after)]
  const gone = went === undefined ? [] : [...old].filter(text => !now.has(text)).map(text => `${went} ${text}`)
  return [...gone, ...[...now].filter(text => !old.has(text)).map(text => `${came} ${text}`)]
}
