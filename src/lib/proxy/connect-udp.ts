/** One CONNECT-UDP request: from the variables of the path to an open socket, in the order RFC 9298 section 3.1 asks. */
import type {IncomingRequest, Tunnel} from '../http/transport.js'
import {familyOf, format} from '../net/address.js'
import {NetError, type Lookup, type Net, type UdpEvents, type UdpSocket} from '../net/net.js'
import {deadline, TimeoutError, type Clock} from '../spec/clock.js'
import type {Policy, RefusalReason} from '../spec/policy.js'
import {readTarget, TargetError, type Target} from '../tunnel/target.js'
import type {TemplateVariables} from '../tunnel/template.js'
import {Bridge} from './bridge.js'

export interface ProxyContext {
  readonly net: Net
  readonly clock: Clock
  readonly policy: Policy
}

const DNS_TIMEOUT_MS = 10_000

type Destination = {readonly ip: string} | RefusalReason

/** Serves the request to its end. What became of it, for the log. */
export async function serveConnectUdp(
  incoming: IncomingRequest,
  variables: TemplateVariables,
  context: ProxyContext,
): Promise<string> {
  const {policy} = context
  const target = read(variables)
  if (typeof target === 'string') return refuse(incoming, policy, {kind: 'bad-target', detail: target})
  if (!policy.http.resolveFirst) return serveUnresolved(incoming, target, context)
  const destination = await resolve(target, context)
  if ('kind' in destination) return refuse(incoming, policy, destination)
  const open = new Opening(format(destination.ip, target.port), context)
  const problem = open.socket(destination.ip)
  if (problem) return refuse(incoming, policy, problem)
  return open.run(incoming.accept(policy.http.success(open.destination, incoming)))
}

/** The answer comes first, and what it promises is found out afterwards: a fault of the policy's making. */
async function serveUnresolved(incoming: IncomingRequest, target: Target, context: ProxyContext): Promise<string> {
  const tunnel = incoming.accept(context.policy.http.success(`${target.host}:${target.port}`, incoming))
  const destination = await resolve(target, context)
  if ('kind' in destination) {
    tunnel.abort('connect-error')
    return `aborted: ${destination.kind}`
  }
  const open = new Opening(format(destination.ip, target.port), context)
  const problem = open.socket(destination.ip)
  if (!problem) return open.run(tunnel)
  tunnel.abort('connect-error')
  return `aborted: ${problem.kind}`
}

async function refuse(incoming: IncomingRequest, policy: Policy, reason: RefusalReason): Promise<string> {
  await incoming.refuse(policy.http.refuse(reason))
  return `refused: ${reason.kind}`
}

/** The target, or what is wrong with it. */
function read({target_host, target_port}: TemplateVariables): Target | string {
  try {
    return readTarget(target_host, target_port)
  } catch (error) {
    if (error instanceof TargetError) return error.message
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

  constructor(
    readonly destination: string,
    private readonly context: ProxyContext,
  ) {}

  /** Opens it; why that is impossible, if it is. */
  socket(ip: string): RefusalReason | undefined {
    const {dontFragment, tos, ttl, connectedSocket} = this.context.policy.egress
    const local = familyOf(ip) === 6 ? '[::]:0' : '0.0.0.0:0'
    const options = {
      local,
      dontFragment,
      tos,
      ...(connectedSocket && {remote: this.destination}),
      ...(ttl !== undefined && {ttl}),
    }
    const events: UdpEvents = {
      onPacket: packet => this.#bridge?.onPacket(packet),
      onIdle: () => this.#bridge?.onIdle(),
      onPathError: error => this.#bridge?.onIcmpError(error.error),
    }
    try {
      this.#socket = this.context.net.udp(options, events)
      return undefined
    } catch (error) {
      if (!(error instanceof NetError)) throw error
      if (error.code === 'EMFILE') return {kind: 'busy', detail: 'no more sockets'}
      return {kind: 'unroutable', detail: error.code}
    }
  }

  async run(tunnel: Tunnel): Promise<string> {
    const {policy, clock} = this.context
    if (!this.#socket) throw new Error('run follows socket')
    const destination = policy.egress.connectedSocket ? undefined : this.destination
    this.#bridge = new Bridge(tunnel, policy, clock, destination)
    const ending = await this.#bridge.run(this.#socket)
    const {up, down, dropped} = this.#bridge.counts
    return `${this.destination}: ${up} up, ${down} down, ${dropped} dropped; ${ending.detail}`
  }
}
