/** ICMP errors as sockets tell them: whose packet it was, and what a kernel calls the trouble. */
import {format} from '../../../net/address.js'
import type {UdpPathError} from '../../../net/net.js'
import {Cursor} from '../../../wire/cursor.js'
import {WireError} from '../../../wire/error.js'
import type {IcmpMeaning} from '../../../wire/icmp/meaning.js'
import type {IcmpMessage} from '../../../wire/icmp/message.js'
import {PROTOCOL, upper, type IpPacket} from '../../../wire/ip/packet.js'
import * as udp from '../../../wire/udp.js'

/** @returns the socket's own address beside the error; undefined: the packet was none of a UDP socket */
export function pathErrorOf(
  offender: string,
  {type, code}: IcmpMessage,
  meaning: IcmpMeaning,
  quoted: IpPacket,
): {readonly local: string; readonly error: UdpPathError} | undefined {
  const {protocol, payload, fragment} = upper(quoted)
  if (protocol !== PROTOCOL.UDP || (fragment?.offset ?? 0) > 0) return undefined
  const datagram = readUdp(payload)
  if (!datagram) return undefined
  const error: UdpPathError = {
    origin: quoted.version === 4 ? 'icmp' : 'icmpv6',
    type,
    code,
    error: nameOf(meaning, quoted.version),
    mtu: meaning.kind === 'packet-too-big' ? meaning.mtu : undefined,
    offender: format(offender, 0),
    destination: format(quoted.destination, datagram.destinationPort),
    quoted: datagram.payload.slice(),
  }
  return {local: format(quoted.source, datagram.sourcePort), error}
}

function nameOf(meaning: IcmpMeaning, version: 4 | 6): string {
  switch (meaning.kind) {
    case 'packet-too-big':
      return 'EMSGSIZE'
    case 'parameter-problem':
      return 'EPROTO'
    case 'unreachable':
      return meaning.code === (version === 4 ? 3 : 4) ? 'ECONNREFUSED' : 'EHOSTUNREACH'
    case 'time-exceeded':
    case 'echo-request':
    case 'echo-reply':
    case 'other':
      return 'EHOSTUNREACH'
  }
}

function readUdp(payload: Uint8Array): udp.UdpDatagram | undefined {
  try {
    return udp.read(new Cursor(payload))
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}
