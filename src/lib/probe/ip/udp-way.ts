/** UDP to a host and port from a port of our own, in packets made here. */
import {headerBytes, udpPacket, UDP_HEADER, type Inner} from './packet.js'
import {PacketWay} from './packet-way.js'
import {HOP_LIMIT, port, type Vantage} from './vantage.js'

export interface UdpEnd {
  readonly ip: string
  readonly port: number
}

export function udpWay({session, source, family, random}: Vantage, to: UdpEnd, hopLimit = HOP_LIMIT): PacketWay {
  const ends = {source, destination: to.ip}
  const ports = {sourcePort: port(random), destinationPort: to.port}
  return new PacketWay(session, {
    headerBytes: headerBytes(family, UDP_HEADER),
    wrap: payload => udpPacket(ends, ports, payload, hopLimit),
    unwrap: ({source: from, destination, body}: Inner) => {
      const isAnswer =
        body.kind === 'udp' &&
        from === to.ip &&
        destination === source &&
        body.sourcePort === to.port &&
        body.destinationPort === ports.sourcePort
      return isAnswer ? body.payload : undefined
    },
    // A translator may have left its own address in the quote: the port, which nobody can guess, is enough.
    isOurs: ({destination, body}: Inner) =>
      body.kind === 'udp' && destination === to.ip && body.sourcePort === ports.sourcePort,
  })
}
