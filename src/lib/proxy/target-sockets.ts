/**
 * The sockets towards targets, of all tunnels of one proxy. An honest proxy gives each tunnel its own and closes it with
 * the tunnel; whatever else a policy makes of that needs to know of the others, and so is done here.
 */
import {familyOf, parse} from '../net/address.js'
import {NetError, type ArrivedPacket, type Net, type UdpEvents, type UdpOptions, type UdpSocket} from '../net/net.js'
import type {Policy} from '../spec/policy.js'

/** Who gets the packets of a socket. */
export interface Receiver {
  onPacket(packet: ArrivedPacket): void
  onIdle(): void
  onIcmpError(error: string): void
}

/** Ports that are remembered after their sockets are closed. */
const MAX_CLOSED = 64

export class TargetSockets {
  readonly #open = new Set<UdpSocket>()
  readonly #closedPorts: number[] = []
  /** By destination, the latest last. */
  readonly #receivers = new Map<string, Receiver[]>()

  constructor(
    private readonly net: Net,
    private readonly policy: Policy,
  ) {}

  /** @throws NetError */
  open(destination: string, own: Receiver): UdpSocket {
    const {dontFragment, tos, ttl, connectedSocket, maxSockets} = this.policy.egress
    if (maxSockets !== undefined && this.#open.size >= maxSockets) throw new NetError('EMFILE', 'no more sockets')
    const host = familyOf(parse(destination)?.ip ?? '') === 6 ? '[::]' : '0.0.0.0'
    const options = {
      local: `${host}:0`,
      dontFragment,
      tos,
      ...(connectedSocket && {remote: destination}),
      ...(ttl !== undefined && {ttl}),
    }
    const each = (tell: (receiver: Receiver) => void): void => {
      for (const receiver of this.#receiversOf(destination, own)) tell(receiver)
    }
    const events: UdpEvents = {
      onPacket: packet => {
        each(receiver => {
          receiver.onPacket(packet)
        })
      },
      onIdle: () => {
        each(receiver => {
          receiver.onIdle()
        })
      },
      onPathError: ({error}) => {
        own.onIcmpError(error)
      },
    }
    const socket = this.#bind(options, events)
    this.#open.add(socket)
    this.#receivers.set(destination, [...(this.#receivers.get(destination) ?? []), own])
    return socket
  }

  /** The port that is wanted may not be free yet, or not any more: then any does. */
  #bind(options: UdpOptions, events: UdpEvents): UdpSocket {
    const port = this.policy.egress.localPort(this.#closedPorts)
    if (port === 0) return this.net.udp(options, events)
    try {
      return this.net.udp({...options, local: options.local.replace(/0$/, String(port))}, events)
    } catch (error) {
      if (!(error instanceof NetError)) throw error
      return this.net.udp(options, events)
    }
  }

  /** The tunnel is over. */
  close(destination: string, socket: UdpSocket, own: Receiver): void {
    const others = this.#receivers.get(destination)?.filter(receiver => receiver !== own) ?? []
    if (others.length > 0) this.#receivers.set(destination, others)
    else this.#receivers.delete(destination)
    if (this.policy.egress.closesWithTunnel) this.#close(socket)
  }

  /** The proxy is over. */
  closeAll(): void {
    for (const socket of this.#open) this.#close(socket)
  }

  #close(socket: UdpSocket): void {
    if (!this.#open.delete(socket)) return
    const port = parse(socket.localAddress)?.port ?? 0
    socket.close()
    this.#closedPorts.push(port)
    if (this.#closedPorts.length > MAX_CLOSED) this.#closedPorts.shift()
  }

  #receiversOf(destination: string, own: Receiver): readonly Receiver[] {
    const candidates = this.#receivers.get(destination) ?? []
    switch (this.policy.egress.receivers) {
      case 'own':
        return [own]
      case 'newest':
        return candidates.slice(-1)
      case 'all':
        return candidates
    }
  }
}
