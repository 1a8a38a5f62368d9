/**
 * An IP tunnel on a raw connection of HTTP/3, where DATAGRAM frames go out as one says: several in one QUIC packet. No
 * more of the protocol than that takes is here.
 */
import type {RawHttp3} from '../spec/raw-rig.js'
import type {Rig} from '../spec/rig.js'
import {concat} from '../wire/bytes.js'
import * as addressAssign from '../wire/connect-ip/address-assign.js'
import {isRefusal, type AddressEntry} from '../wire/connect-ip/address-entry.js'
import {Cursor} from '../wire/cursor.js'
import {WireError} from '../wire/error.js'
import {read as readDatagram, readContext, write as writeDatagram, writeContext} from '../wire/http-datagram.js'
import {family as familyOf} from '../wire/ip/address.js'
import * as varint from '../wire/varint.js'

export interface RawIpLane {
  readonly source: string
  readonly destination: string
  /** All in one QUIC packet. False: it was not taken. */
  together(packets: readonly Uint8Array[]): boolean
  /** Those of context 0 so far. */
  arrived(): readonly Uint8Array[]
}

const FRAME_WITH_LENGTH = 0x31

/** undefined: there is no tunnel with an address to speak from. */
export async function openRawIpLane(rig: Rig, signal: AbortSignal): Promise<RawIpLane | undefined> {
  const {ip, scheme, authority, headers, ipTarget} = rig.place
  if (!ip) return undefined
  const raw = await rig.rawHttp3(signal)
  await raw.settled(signal)
  const fields = [
    [':method', 'CONNECT'],
    [':protocol', 'connect-ip'],
    [':scheme', scheme],
    [':authority', authority],
    [':path', ip.expand({})],
    ['capsule-protocol', '?1'],
    ...headers,
  ] as const
  const exchange = await raw.request(fields, signal)
  const answer = await exchange?.answer(rig.timeoutMs, signal)
  if (exchange?.id === undefined || answer?.kind !== 'response' || answer.status >= 300) return undefined
  const usable = (): AddressEntry | undefined =>
    assignedIn(exchange.content()).find(({address}) => ipTarget[familyOf(address)] !== undefined)
  await rig.until(() => usable() !== undefined, rig.patienceMs, signal)
  const source = usable()?.address
  const destination = source === undefined ? undefined : ipTarget[familyOf(source)]
  if (source === undefined || destination === undefined) return undefined
  return {source, destination, ...carriage(raw, exchange.id / 4n)}
}

function carriage(raw: RawHttp3, quarterStreamId: bigint): Pick<RawIpLane, 'together' | 'arrived'> {
  return {
    together: packets => raw.frames(concat(...packets.map(packet => frame(quarterStreamId, packet)))),
    arrived: () => raw.datagrams.flatMap(({payload}) => packetIn(payload, quarterStreamId) ?? []),
  }
}

function frame(quarterStreamId: bigint, packet: Uint8Array): Uint8Array {
  const payload = writeDatagram(quarterStreamId, writeContext(0n, packet))
  return concat(Uint8Array.of(FRAME_WITH_LENGTH), varint.write(payload.length), payload)
}

function packetIn(payload: Uint8Array, ours: bigint): Uint8Array | undefined {
  return unlessBroken(() => {
    const {quarterStreamId, payload: inner} = readDatagram(payload)
    const {contextId, payload: packet} = readContext(inner)
    return quarterStreamId.value === ours && contextId.value === 0n ? packet : undefined
  })
}

/** Of the last capsule that came whole; none in what are no capsules. */
export function assignedIn(content: Uint8Array): readonly AddressEntry[] {
  const cursor = new Cursor(content)
  let last: readonly AddressEntry[] = []
  unlessBroken(() => {
    while (cursor.remaining > 0) {
      const [type, length] = [varint.read(cursor).value, varint.read(cursor).value]
      const value = cursor.take(Number(length))
      if (type !== addressAssign.TYPE) continue
      last = addressAssign.read(new Cursor(value)).filter(entry => !isRefusal(entry))
    }
  })
  return last
}

function unlessBroken<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}
