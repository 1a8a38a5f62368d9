/** A connection of a rig: reached as every command reaches a proxy, and with a tunnel for whoever asks. */
import type {TapEvent} from '../../http/tap.js'
import type {Ending} from '../../http/ending.js'
import type {HttpVersion, Transport, TunnelRequest} from '../../http/transport.js'
import {connect} from '../../reach/connect.js'
import type {OuterConnection} from '../../reach/connection.js'
import type {Witness} from '../../reach/witness.js'
import {deadline, TimeoutError, unlessAborted} from '../../spec/clock.js'
import {
  Obstacle,
  type Answer,
  type ConnectionSeen,
  type ConnectOptions,
  type IpOptions,
  type RigConnection,
  type SeenPacket,
  type UdpOptions,
} from '../../spec/rig.js'
import type {EndingSeen, IpRig, UdpRig} from '../../spec/tunnel-rig.js'
import {successProblem} from '../../tunnel/connect-udp.js'
import {formatTarget} from '../../tunnel/target.js'
import type {RigContext} from './context.js'
import {Ended} from './ended.js'
import {openIpRig} from './open-ip.js'
import {connectContext, connectionSeen, noConnection, ownSide} from './own-side.js'
import type {Packets} from './packets.js'
import {askFor, goodRequest, pathTo, withCapsules} from './request.js'
import {UdpTunnelRig} from './udp.js'

/** @throws Obstacle */
export async function openConnection(
  context: RigContext,
  lane: string,
  signal: AbortSignal,
  options: ConnectOptions = {},
): Promise<OpenedConnection> {
  const {address, http, timeline} = context
  const {own, packets} = ownSide(context, options)
  const at = connectContext(context, own)
  const connected = await connect(address, http, at, signal)
  if (connected.kind === 'failed') {
    const obstacle = noConnection(at)
    const {message} = obstacle
    timeline.add('local', lane, message)
    throw connected.reached ? new Obstacle('not-applicable', message) : obstacle
  }
  timeline.add('local', lane, `connected over HTTP/${http}`)
  return new OpenedConnection(connected.connection, at.witness, context, {lane, packets})
}

interface Naming {
  readonly lane: string
  readonly packets: Packets
}

export class OpenedConnection implements RigConnection {
  readonly #ended: Ended
  #tunnels = 0

  constructor(
    private readonly outer: OuterConnection,
    private readonly witness: Witness,
    private readonly context: RigContext,
    private readonly naming: Naming,
  ) {
    this.#ended = new Ended(context.platform.clock, outer.transport.ended)
  }

  get http(): HttpVersion {
    return this.outer.http
  }

  get seen(): ConnectionSeen {
    return connectionSeen(this.outer.facts)
  }

  get packets(): readonly SeenPacket[] {
    return this.naming.packets.list
  }

  async openUdp(signal: AbortSignal, options: UdpOptions = {}): Promise<UdpRig> {
    const {context} = this
    const transport = this.#transport('UDP')
    const {target, headers, ...change} = options
    const request = goodRequest(context, {
      ...(target && {path: pathTo(context.place, target)}),
      ...(headers && {headers: withCapsules(headers)}),
      ...change,
    })
    const opened = await inTime(at => transport.open(request, at), context, signal)
    if (opened.kind === 'failed') throw ended(opened.ending)
    if (opened.kind === 'refused') throw refused(opened.refusal.status, context)
    const {tunnel} = opened
    const problem = successProblem(tunnel)
    if (problem !== undefined) {
      tunnel.abort('message-error')
      throw new Obstacle('inconclusive', `the answer to the request for a tunnel is malformed: ${problem}`)
    }
    return new UdpTunnelRig(tunnel, {status: tunnel.status, headers: tunnel.headers}, context)
  }

  openIp(signal: AbortSignal, options: IpOptions = {}): Promise<IpRig> {
    return openIpRig(this.#transport('IP'), this.context, options, signal)
  }

  ask(request: Partial<TunnelRequest>, signal: AbortSignal): Promise<Answer> {
    return askFor(this.#transport('request'), request, this.context, signal)
  }

  ending(): EndingSeen | null {
    return this.#ended.now
  }

  ended(withinMs: number, signal: AbortSignal): Promise<EndingSeen | null> {
    return this.#ended.within(withinMs, signal)
  }

  /** The same connection for one observation among others: what is opened through it is noted as that one's. */
  seenBy(context: RigContext): OpenedConnection {
    return new OpenedConnection(this.outer, this.witness, context, this.naming)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.outer[Symbol.asyncDispose]()
  }

  /** That of the connection, with everything that crosses it noted. */
  #transport(what: string): Transport {
    const {timeline, place, evidence} = this.context
    const isKept = evidence.wants('tunnel')
    const lane = `${this.naming.lane} ${what} ${++this.#tunnels}`
    const target = place.target ?? ({kind: 'scope', text: 'nobody'} as const)
    const onTap = ({direction, what: crossed}: TapEvent, event: number): void => {
      timeline.tap(lane, direction, crossed, isKept ? event : undefined)
    }
    return this.witness.tap(this.outer.transport, target, onTap, evidence)
  }
}

/** @throws Obstacle if there is no answer in time */
async function inTime<T>(
  work: (signal: AbortSignal) => Promise<T>,
  {platform, timeoutMs}: RigContext,
  signal: AbortSignal,
): Promise<T> {
  using limit = deadline(platform.clock, timeoutMs, signal)
  try {
    return await unlessAborted(work(limit.signal), limit.signal)
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    throw new Obstacle('inconclusive', `no answer to the request for a tunnel within ${timeoutMs} ms`)
  }
}

function ended({detail}: Ending): Obstacle {
  return new Obstacle('inconclusive', `no tunnel could be opened: ${detail}`)
}

function refused(status: number, {place}: RigContext): Obstacle {
  const to = place.target ? ` to ${formatTarget(place.target)}` : ''
  const outcome = place.offersUdp === 'no' ? 'not-applicable' : 'inconclusive'
  return new Obstacle(outcome, `a tunnel${to} was refused with ${status}`)
}
