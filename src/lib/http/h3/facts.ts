/** What a dial can tell besides a transport, for those above who explain failures. */
export type {ConnectionEnd} from '../../quic/end.js'
export type {LoggedPacket, PathError} from '../../quic/endpoint.js'
export type {NativeHandshake as Handshake} from '../../native/surface.js'
