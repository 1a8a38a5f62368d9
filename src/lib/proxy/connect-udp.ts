/** One CONNECT-UDP request: from the variables of the path to an open socket, in the order RFC 9298 section 3.1 asks. */
import type {Head, IncomingRequest, Tunnel} from '../http/transport.js'
import {format} from '../net/address.js'
import {NetError, type Lookup, type Net, type UdpSocket} from '../net/net.js'
import {deadline, TimeoutError, type Clock} from '../spec/clock.js'
import type {HttpPolicy, Policy, RefusalReason} from '../spec/policy.js'
import {readTarget, TargetError, type Target} from '../tunnel/target.js'
import type {TemplateVariables} from '../tunnel/template.js'
import {Bridge} from './bridge.js'
import {hesitate} from './hesitate.js'
import type {Receiver, TargetSockets} from './target-sockets.js'

export interface ProxyContext {
  readonly net: Net
  readonly clock: Clock
  readonly policy: Policy
}

export interface TunnelContext extends ProxyContext {
  readonly sockets: TargetSockets
}

const DNS_TIMEOUT_MS = 10_000

type Destination = {readonly ip: string} | RefusalReason

/** Serves the request to its end. What became of it, for the log. */
export async function serveConnectUdp(
  incoming: IncomingRequest,
  variables: TemplateVariables,
  context: TunnelContext,
): Promise<string> {
  const {policy} = context
  const {onBadTarget} = policy.http
  const target = read(variables, onBadTarget)
  if (typeof target === 'string') return refuse(incoming, policy, {kind: 'bad-target', detail: target})
  if (!policy.http.resolveFirst) return serveUnresolved(incoming, target, context)
  const destination = await resolve(target, context)
  if ('kind' in destination) return refuse(incoming, policy, destination)
  const open = new Opening(format(destination.ip, target.port), context)
  const problem = open.socket()
  const hesitatesMs = policy.http.hesitatesMs?.(open.destination) ?? 0
  if (hesitatesMs > 0) await hesitate(incoming, context.clock, hesitatesMs)
  if (!problem) return open.run(incoming.accept(policy.http.success(open.destination, incoming), policy.tunnel.reading))
  if (policy.http.onNoSocket() === 'refuse') return refuse(incoming, policy, problem)
  return leadNowhere(incoming.accept(policy.http.success(open.destination, incoming), policy.tunnel.reading), problem)
}

/** What is promised is not there: a fault of the policy's making. */
async function leadNowhere(tunnel: Tunnel, {kind}: RefusalReason): Promise<string> {
  await tunnel.ended
  await tunnel[Symbol.asyncDispose]()
  return `led nowhere: ${kind}`
}

/** The request is refused, and its datagrams are sent on all the same: a fault of the policy's making. */
export async function relayRefused(
  incoming: IncomingRequest,
  variables: TemplateVariables,
  answer: Head,
  context: TunnelContext,
): Promise<string> {
  const target = read(variables)
  const destination = typeof target === 'string' ? undefined : await resolve(target, context)
  if (typeof target === 'string' || !destination || 'kind' in destination) {
    await incoming.refuse(answer)
    return `refused: ${answer.status}`
  }
  const open = new Opening(format(destination.ip, target.port), context)
  const problem = open.socket()
  const tunnel = incoming.accept(answer)
  return problem ? leadNowhere(tunnel, problem) : open.run(tunnel)
}

/** The answer comes first, and what it promises is found out afterwards: a fault of the policy's making. */
async function serveUnresolved(incoming: IncomingRequest, target: Target, context: TunnelContext): Promise<string> {
  const tunnel = incoming.accept(context.policy.http.success(`${target.host}:${target.port}`, incoming))
  const destination = await resolve(target, context)
  if ('kind' in destination) {
    tunnel.abort('connect-error')
    return `aborted: ${destination.kind}`
  }
  const open = new Opening(format(destination.ip, target.port), context)
  const problem = open.socket()
  if (!problem) return open.run(tunnel)
  tunnel.abort('connect-error')
  return `aborted: ${problem.kind}`
}

async function refuse(incoming: IncomingRequest, policy: Policy, reason: RefusalReason): Promise<string> {
  await incoming.refuse(policy.http.refuse(reason))
  return `refused: ${reason.kind}`
}

/** The target, or what is wrong with it. */
function read({target_host, target_port}: TemplateVariables, otherwise?: HttpPolicy['onBadTarget']): Target | string {
  try {
    return readTarget(target_host, target_port)
  } catch (error) {
    if (error instanceof TargetError) return otherwise?.(target_host, target_port) ?? error.message
    throw error
  }
}

async function resolve({host}: Target, {net, clock, policy}: ProxyContext): Promise<Destination> {
  const found = await lookup(host, net, clock)
  if ('failure' in found) return {kind: 'dns', failure: found.failure, detail: found.detail}
  // Of the resolved address, not of the name: names can point anywhere (RFC 9298 section 7).
  const ip = found.addresses.find(address => policy.egress.mayReach(address))
  return ip === undefined ? {kind: 'prohibited', address: found.addresses[0] ?? ''} : {ip}
}

async function lookup(host: string, net: Net, clock: Clock): Promise<Lookup> {
  using limit = deadline(clock, DNS_TIMEOUT_MS)
  try {
    return await net.lookup(host, limit.signal)
  } catch (error) {
    if (error instanceof TimeoutError) return {failure: 'temporary', detail: 'no answer from the resolver'}
    throw error
  }
}

/** A socket on its way to becoming a bridge: packets that come between the two find it. */
class Opening {
  #socket: UdpSocket | undefined
  #bridge: Bridge | undefined
  readonly #receiver: Receiver = {
    onPacket: packet => this.#bridge?.onPacket(packet),
    onIdle: () => this.#bridge?.onIdle(),
    onIcmpError: error => this.#bridge?.onIcmpError(error),
  }

  constructor(
    readonly destination: string,
    private readonly context: TunnelContext,
  ) {}

  /** Opens it; why that is impossible, if it is. */
  socket(): RefusalReason | undefined {
    const opened = this.#open()
    if ('kind' in opened) return opened
    this.#socket = opened
    return undefined
  }

  async run(tunnel: Tunnel): Promise<string> {
    const {policy, clock, sockets} = this.context
    if (!this.#socket) throw new Error('run follows socket')
    const destination = policy.egress.connectedSocket ? undefined : this.destination
    this.#bridge = new Bridge(tunnel, policy, clock, destination)
    const ending = await this.#bridge.run(this.#socket, {
      open: () => {
        const opened = this.#open()
        return 'kind' in opened ? undefined : opened
      },
      close: socket => {
        sockets.close(this.destination, socket, this.#receiver)
      },
    })
    const {up, down, dropped} = this.#bridge.counts
    return `${this.destination}: ${up} up, ${down} down, ${dropped} dropped; ${ending.detail}`
  }

  #open(): UdpSocket | RefusalReason {
    try {
      return this.context.sockets.open(this.destination, this.#receiver)
    } catch (error) {
      if (!(error instanceof NetError)) throw error
      if (error.code === 'EMFILE') return {kind: 'busy', detail: 'no more sockets'}
      return {kind: 'unroutable', detail: error.code}
    }
  }
}
