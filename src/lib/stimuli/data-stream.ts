/** Octets for the data stream of a tunnel: capsules, whole and only begun. */
import {concat} from '../wire/bytes.js'
import * as capsule from '../wire/capsule.js'
import {writeContext} from '../wire/http-datagram.js'
import * as varint from '../wire/varint.js'

/** A UDP payload in context 0, in a DATAGRAM capsule. */
export function payloadCapsule(payload: Uint8Array): Uint8Array {
  return capsule.write(capsule.DATAGRAM, writeContext(0n, payload))
}

/** The header of a capsule alone. */
export function capsuleHeader(type: bigint, length: bigint): Uint8Array {
  return concat(varint.write(type), varint.write(length))
}
