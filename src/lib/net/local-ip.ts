/** The address from which a peer would be reached, as the routing table has it. */
import {parse} from './address.js'
import type {Net} from './net.js'

/** Connecting a UDP socket sends nothing, and tells which address would be used. undefined: there is no way there. */
export function localIpTo(remote: string, {net}: {readonly net: Net}): string | undefined {
  try {
    const local = remote.startsWith('[') ? '[::]:0' : '0.0.0.0:0'
    const socket = net.udp({local, remote}, {onPacket: () => undefined})
    socket.close()
    return parse(socket.localAddress)?.ip
  } catch {
    return undefined
  }
}
