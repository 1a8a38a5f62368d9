/**
 * Capsules with fixed fields that a peer is known to understand: ADDRESS_REQUEST, which has to be answered (RFC 9484
 * section 4.7.2). Each malformed one goes out on a connection of its own, behind a valid one whose answer shows that the
 * type is known, and before another valid one whose answer shows that the tunnel goes on.
 */
import type {Rig} from '../spec/rig.js'
import type {Arrival, EndingSeen, IpRig} from '../spec/tunnel-rig.js'
import {concat} from '../wire/bytes.js'
import {Cursor} from '../wire/cursor.js'
import {WireError} from '../wire/error.js'
import * as varint from '../wire/varint.js'
import * as addressAssign from '../wire/connect-ip/address-assign.js'
import * as addressRequest from '../wire/connect-ip/address-request.js'

export interface RequestTrial {
  readonly name: string
  /** A valid request was answered before. */
  readonly known: boolean
  readonly ending: EndingSeen | null
  /** One behind the malformed one was. */
  readonly after: boolean
}

/** Far from those that the rig gives itself. */
const FIRST_ID = 0x2000n

/** For any IPv4 address. */
function request(id: bigint): Uint8Array {
  return addressRequest.write([{requestId: id, address: '0.0.0.0', prefixLength: 32}])
}

/** A valid request is as long as this; malformed ones are not. */
export const VALID_LENGTH = BigInt(request(FIRST_ID).length)

export const SURPLUS_OR_MISSING = {
  'with one octet too many': (id: bigint) => concat(request(id), Uint8Array.of(0)),
  'with its last field cut off': (id: bigint) => request(id).subarray(0, -1),
} as const satisfies Malformed

export const MALFORMED = {
  'with one octet too many': SURPLUS_OR_MISSING['with one octet too many'],
  'for IP version 5': (id: bigint) => concat(varint.write(id), Uint8Array.of(5, 0, 0, 0, 0, 32, 0)),
  'with nothing in it': () => new Uint8Array(0),
} as const satisfies Malformed

export type Malformed = Readonly<Record<string, (id: bigint) => Uint8Array>>

/** @throws Obstacle if no IP tunnel can be had */
export async function requestEach(rig: Rig, values: Malformed, signal: AbortSignal): Promise<readonly RequestTrial[]> {
  const trials: RequestTrial[] = []
  for (const [name, value] of Object.entries(values)) {
    await using connection = await rig.connect(signal)
    await using tunnel = await connection.openIp(signal)
    trials.push(await tryOne(rig, tunnel, {name, value}, signal))
  }
  return trials
}

async function tryOne(
  rig: Rig,
  tunnel: IpRig,
  {name, value}: {readonly name: string; readonly value: (id: bigint) => Uint8Array},
  signal: AbortSignal,
): Promise<RequestTrial> {
  await tunnel.ready(signal)
  const known = await isAnswered(rig, tunnel, FIRST_ID, signal)
  if (!known) return {name, known, ending: tunnel.ending(), after: false}
  await tunnel.capsule(addressRequest.TYPE, value(FIRST_ID + 1n))
  const after = await isAnswered(rig, tunnel, FIRST_ID + 2n, signal)
  return {name, known, ending: after ? tunnel.ending() : await tunnel.ended(signal), after}
}

async function isAnswered(rig: Rig, tunnel: IpRig, id: bigint, signal: AbortSignal): Promise<boolean> {
  await tunnel.capsule(addressRequest.TYPE, request(id))
  const came = (): boolean => tunnel.arrivals.some(arrival => answers(arrival, id))
  await rig.until(() => came() || tunnel.ending() !== null, rig.patienceMs, signal)
  return came()
}

/** Whether it is an ADDRESS_ASSIGN with an entry for this request. */
function answers(arrival: Arrival, id: bigint): boolean {
  if (arrival.kind !== 'capsule' || arrival.type !== addressAssign.TYPE) return false
  try {
    return addressAssign.read(new Cursor(arrival.value)).some(({requestId}) => requestId === id)
  } catch (error) {
    if (error instanceof WireError) return false
    throw error
  }
}

export interface RequestSummary {
  /** Names of those after which the tunnel went on. */
  readonly wentOn: readonly string[]
  readonly ended: readonly {readonly name: string; readonly ending: EndingSeen}[]
  readonly undecided: readonly string[]
}

export function summarizeRequests(trials: readonly RequestTrial[]): RequestSummary {
  const known = trials.filter(one => one.known)
  return {
    wentOn: known.filter(({after}) => after).map(({name}) => name),
    ended: known.flatMap(({name, after, ending}) => (!after && ending?.by === 'peer' ? [{name, ending}] : [])),
    undecided: trials.filter(one => !one.known || (!one.after && one.ending?.by !== 'peer')).map(({name}) => name),
  }
}
