/** ADDRESS_REQUEST and ADDRESS_ASSIGN as they cross the wire: asked with identifiers of one's own, read as they came. */
import {Obstacle, type Rig} from '../spec/rig.js'
import type {Arrival, IpEchoOptions, IpRig} from '../spec/tunnel-rig.js'
import * as addressAssign from '../wire/connect-ip/address-assign.js'
import {isRefusal, type AddressEntry, type AddressEntryFields} from '../wire/connect-ip/address-entry.js'
import * as addressRequest from '../wire/connect-ip/address-request.js'
import {Cursor} from '../wire/cursor.js'
import {WireError} from '../wire/error.js'
import {family, type Family} from '../wire/ip/address.js'

/** Stands for any address; with these prefix lengths for a single one. */
export const ANY: Readonly<Record<Family, Omit<AddressEntry, 'requestId'>>> = {
  4: {address: '0.0.0.0', prefixLength: 32},
  6: {address: '::', prefixLength: 128},
}

/** JSON as it is. */
export interface EntrySeen {
  readonly id: string
  readonly address: string
  readonly prefixLength: number
}

export interface AssignmentSeen {
  readonly entries: readonly EntrySeen[]
  /** What makes the capsule malformed, in words. */
  readonly problems: readonly string[]
}

/** Nobody else uses these: the rig's own requests count from 1, and whoever guesses guesses lower. */
export function requestIds(rig: Rig, count: number): readonly bigint[] {
  const first = BigInt(1_000_000 + rig.random.integer(1_000_000))
  return Array.from({length: count}, (_, index) => first + BigInt(index))
}

export async function request(tunnel: IpRig, entries: readonly AddressEntryFields[]): Promise<void> {
  await tunnel.capsule(addressRequest.TYPE, addressRequest.write(entries))
}

/** Every ADDRESS_ASSIGN so far, in the order of arrival. */
export function assignments({arrivals}: Pick<IpRig, 'arrivals'>): readonly AssignmentSeen[] {
  return arrivals.flatMap(arrival => (isAssignment(arrival) ? [read(arrival.value)] : []))
}

/** All their entries. */
export function entriesOf(tunnel: Pick<IpRig, 'arrivals'>): readonly EntrySeen[] {
  return assignments(tunnel).flatMap(({entries}) => entries)
}

export function answersTo(tunnel: Pick<IpRig, 'arrivals'>, id: bigint): readonly EntrySeen[] {
  return entriesOf(tunnel).filter(entry => entry.id === String(id))
}

/** Waits until every request has an answer, or none can come any more; within `patienceMs` if nothing else is said. */
export async function answered(
  rig: Rig,
  tunnel: IpRig,
  ids: readonly bigint[],
  signal: AbortSignal,
  withinMs = rig.patienceMs,
): Promise<boolean> {
  const isComplete = (): boolean => ids.every(id => answersTo(tunnel, id).length > 0)
  await rig.until(() => isComplete() || tunnel.ending() !== null, withinMs, signal)
  return isComplete()
}

/** Something that came unasked, or in time. */
export async function unasked(rig: Rig, tunnel: IpRig, signal: AbortSignal): Promise<readonly EntrySeen[]> {
  await rig.until(() => tunnel.arrivals.some(isAssignment) || tunnel.ending() !== null, rig.patienceMs, signal)
  return entriesOf(tunnel)
}

/** Whether an echo comes back; no more than `false` if none could even be sent. */
export async function echoes(tunnel: IpRig, signal: AbortSignal, options?: IpEchoOptions): Promise<boolean> {
  try {
    return await tunnel.echo(signal, options)
  } catch (error) {
    if (error instanceof Obstacle) return false
    throw error
  }
}

export function isGiven(entry: EntrySeen): boolean {
  return !isRefusal({...entry, requestId: 0n})
}

export function familyOf({address}: Pick<EntrySeen, 'address'>): Family {
  return family(address)
}

/** `192.0.2.7/32 (Request ID 5)`. */
export function show({id, address, prefixLength}: EntrySeen): string {
  return `${address}/${prefixLength} (Request ID ${id})`
}

function isAssignment(arrival: Arrival): arrival is Extract<Arrival, {kind: 'capsule'}> {
  return arrival.kind === 'capsule' && arrival.type === addressAssign.TYPE
}

function read(value: Uint8Array): AssignmentSeen {
  try {
    const entries = addressAssign.read(new Cursor(value))
    return {
      entries: entries.map(({requestId, address, prefixLength}) => ({id: String(requestId), address, prefixLength})),
      problems: addressAssign.problems(entries),
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    return {entries: [], problems: [error.message]}
  }
}
