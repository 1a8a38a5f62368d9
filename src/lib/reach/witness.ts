/**
 * One outer connection as evidence: what the engine lets be seen of it and what crosses its tunnels, given to the run's
 * recorder as it happens. What nobody writes down is not made.
 */
import type {Evidence, ScopeLead} from '../evidence/event.js'
import type {QuicDialEvents} from '../http/h3/dial-quic.js'
import {counter, tapTransport, type TapEvent} from '../http/tap.js'
import type {Transport} from '../http/transport.js'
import {format, parse} from '../net/address.js'
import {localIpTo} from '../net/local-ip.js'
import type {Net} from '../net/net.js'
import type {StreamDialEvents} from '../net/stream/dial.js'
import type {Clock} from '../spec/clock.js'
import type {Target} from '../tunnel/target.js'

const NO_BYTES = new Uint8Array(0)

export interface WitnessContext {
  readonly evidence: Evidence
  readonly clock: Clock
  readonly net: Net
}

export class Witness {
  /** TCP sockets so far. */
  #sockets = 0
  readonly #nextTunnel = counter()

  constructor(
    private readonly context: WitnessContext,
    /** Counts the connections of a run from 1. */
    readonly connection: number,
    /** Where it goes: IP and port. */
    readonly remote: string,
  ) {}

  /** Of a connection that this one goes through. */
  get before(): Evidence {
    return this.context.evidence
  }

  /** The number of the first connection to the proxy before this one, of so many: above those of all roads, and unique. */
  connectionBefore(proxies: number): number {
    return this.connection * 100 + proxies * 10
  }

  /** For `dialQuic`. */
  get events(): QuicDialEvents {
    return this.#quicEvents(this.context.evidence.wants('outer'))
  }

  /** Of a connection inside a tunnel: what goes through that is no packet of its own on the wire. */
  get eventsInside(): QuicDialEvents {
    return this.#quicEvents(false)
  }

  /** For `dialStream`, once for each socket. */
  get streamEvents(): StreamDialEvents {
    const {
      connection,
      remote,
      context: {evidence, clock},
    } = this
    let which: {readonly socket?: number} = {}
    return {
      onConnected: local => {
        const socket = ++this.#sockets
        if (socket > 1) which = {socket}
        if (!evidence.wants('connection')) return
        evidence.record(clock.nowNs(), {kind: 'connection', connection, local, remote, overTcp: true, ...which})
      },
      ...(evidence.wants('stream') && {
        onWire: event => {
          const {atNs, direction, offset, kind: what} = event
          const bytes = event.kind === 'bytes' ? event.bytes : NO_BYTES
          evidence.record(atNs, {kind: 'stream', connection, ...which, direction, offset, what, bytes})
        },
      }),
      ...(evidence.wants('secret') && {
        onKeylog: line => {
          evidence.record(clock.nowNs(), {kind: 'secret', connection, line})
        },
      }),
    }
  }

  #quicEvents(withOuter: boolean): QuicDialEvents {
    const {
      connection,
      remote,
      context: {evidence, clock, net},
    } = this
    return {
      ...(evidence.wants('connection') && {
        onStarted: bound => {
          const local = sourceAddress(net, bound, remote)
          evidence.record(clock.nowNs(), {kind: 'connection', connection, local, remote})
        },
      }),
      ...(withOuter && {
        onOuter: ({atNs, direction, tos, dscpObserved, ttl, bytes}) => {
          const how = dscpObserved ? undefined : ({ecnOnly: true} as const)
          evidence.record(atNs, {kind: 'outer', connection, direction, tos, ...how, ttl, bytes})
        },
      }),
      ...(evidence.wants('secret') && {
        onKeylog: line => {
          evidence.record(clock.nowNs(), {kind: 'secret', connection, line})
        },
      }),
      ...(evidence.wants('frames') && {
        onFrames: ({atNs, direction, level, packetNumber, frames}) => {
          evidence.record(atNs, {kind: 'frames', connection, direction, level, packetNumber, frames})
        },
      }),
    }
  }

  /**
   * The same transport, seen through. `onTap` hears of everything with the number it has in the evidence.
   * @param evidence where it is recorded, if not where the connection is
   */
  tap(
    transport: Transport,
    target: Target | ScopeLead,
    onTap?: (event: TapEvent, number: number) => void,
    evidence = this.context.evidence,
  ): Transport {
    const {connection} = this
    const {clock} = this.context
    if (!onTap && !evidence.wants('tunnel')) return transport
    const onEvent = (event: TapEvent): void => {
      const {atNs, tunnel, direction, what} = event
      const number = evidence.record(atNs, {kind: 'tunnel', connection, tunnel, target, direction, what})
      onTap?.(event, number)
    }
    return tapTransport(transport, clock, onEvent, this.#nextTunnel)
  }
}

/** A socket bound to any address sends from the one the routes say: a connected socket tells it, and sends nothing. */
function sourceAddress(net: Net, bound: string, remote: string): string {
  const own = parse(bound)
  if (!own || (own.ip !== '0.0.0.0' && own.ip !== '::')) return bound
  return format(localIpTo(remote, {net}) ?? own.ip, own.port)
}
