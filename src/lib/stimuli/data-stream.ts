/** Octets for the data stream of a tunnel, cut as the caller likes: a DATA frame for each piece, where there are frames. */
import type {HttpVersion} from '../http/transport.js'
import type {TunnelRig} from '../spec/rig.js'
import {concat} from '../wire/bytes.js'
import * as capsule from '../wire/capsule.js'
import * as h3Frame from '../wire/h3-frame.js'
import {writeContext} from '../wire/http-datagram.js'
import * as varint from '../wire/varint.js'

/** Over HTTP/3 all leave at once, each in a frame; otherwise one after the other. Empty ones only where there are frames. */
export async function sendPieces(
  tunnel: TunnelRig,
  http: HttpVersion,
  pieces: readonly Uint8Array[],
): Promise<boolean> {
  if (http === '3') return tunnel.stream(concat(...pieces.map(piece => inData(http, piece))))
  for (const piece of pieces.filter(({length}) => length > 0)) {
    if (!(await tunnel.stream(piece))) return false
  }
  return true
}

/** A UDP payload in context 0, in a DATAGRAM capsule. */
export function payloadCapsule(payload: Uint8Array): Uint8Array {
  return capsule.write(capsule.DATAGRAM, writeContext(0n, payload))
}

/** The header of a capsule alone. */
export function capsuleHeader(type: bigint, length: bigint): Uint8Array {
  return concat(varint.write(type), varint.write(length))
}

/** What `TunnelRig.stream` takes, so that these octets are what arrives: it writes raw octets over HTTP/3. */
export function inData(http: HttpVersion, bytes: Uint8Array): Uint8Array {
  return http === '3' ? h3Frame.write(h3Frame.DATA, bytes) : bytes
}
