/** An ICMP echo request of a probe's own, and the answer to it among what came: for echoes that a rig cannot ask for. */
import type {IpRig} from '../spec/tunnel-rig.js'
import type {Random} from '../spec/random.js'
import {equal} from '../wire/bytes.js'
import {Cursor} from '../wire/cursor.js'
import {WireError} from '../wire/error.js'
import {compose, interpret} from '../wire/icmp/meaning.js'
import * as icmp from '../wire/icmp/message.js'
import {family} from '../wire/ip/address.js'
import * as ip from '../wire/ip/packet.js'
import {DF} from '../wire/ip/v4.js'

export interface EchoPacket {
  readonly packet: Uint8Array
  readonly id: number
  readonly data: Uint8Array
}

export interface EchoPacketOptions {
  readonly hopLimit?: number
  readonly dataBytes?: number
}

const DATA_BYTES = 24

export function echoPacket(
  ends: {readonly source: string; readonly destination: string},
  random: Random,
  {hopLimit = 64, dataBytes = DATA_BYTES}: EchoPacketOptions = {},
): EchoPacket {
  const of = family(ends.source)
  const fields = {id: random.integer(0x10000), sequence: random.integer(0x10000), data: random.bytes(dataBytes)}
  const payload = icmp.write(compose(of, {kind: 'echo-request', ...fields}), ends)
  const packet =
    of === 4
      ? ip.write({...ends, protocol: icmp.PROTOCOL[4], payload, flags: DF, ttl: hopLimit})
      : ip.write({...ends, nextHeader: icmp.PROTOCOL[6], payload, hopLimit})
  return {packet, id: fields.id, data: fields.data}
}

/** The echo message in a packet: a request or an answer. */
export function echoIn(bytes: Uint8Array, kind: 'echo-request' | 'echo-reply'): EchoSeen | undefined {
  try {
    const packet = ip.read(new Cursor(bytes))
    const {protocol, payload, fragment} = ip.upper(packet)
    if (fragment || protocol !== icmp.PROTOCOL[packet.version]) return undefined
    const meaning = interpret(packet.version, icmp.read(new Cursor(payload)))
    if (meaning.kind !== kind) return undefined
    const {source, destination} = packet
    return {source, destination, hopLimit: ip.hops(packet), id: meaning.id, data: meaning.data}
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}

export interface EchoSeen {
  readonly source: string
  readonly destination: string
  readonly hopLimit: number
  readonly id: number
  readonly data: Uint8Array
}

export function isAnswered({data}: EchoPacket, packets: IpRig['packets']): boolean {
  return packets.some(({bytes}) => {
    const reply = echoIn(bytes, 'echo-reply')
    return reply !== undefined && equal(reply.data, data)
  })
}
