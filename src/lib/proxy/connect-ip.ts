/** One CONNECT-IP request: from the variables of the path to an open tunnel, in the order RFC 9484 section 4.1 asks. */
import type {IncomingRequest} from '../http/transport.js'
import type {Lookup} from '../net/net.js'
import {deadline, TimeoutError} from '../spec/clock.js'
import type {Policy, RefusalReason} from '../spec/policy.js'
import type {IpVariables} from '../tunnel/ip-template.js'
import {formatScopeTarget, parseScope, ScopeError, type IpScope} from '../tunnel/scope.js'
import {family} from '../wire/ip/address.js'
import {Assignments} from './ip/assignments.js'
import {IpClient, type ResolvedScope} from './ip/client.js'
import {parsePrefix, type Prefix} from './ip/prefix.js'
import {routesWithin} from './ip/routes.js'
import type {IpService} from './ip/service.js'
import {ProxySession} from './ip/session.js'
import {TunnelLink} from './ip/tunnel-link.js'

const DNS_TIMEOUT_MS = 10_000

/** Serves the request to its end. What became of it, for the log. */
export async function serveConnectIp(
  incoming: IncomingRequest,
  variables: IpVariables,
  policy: Policy,
  service: IpService,
): Promise<string> {
  const refuse = async (reason: RefusalReason): Promise<string> => {
    await incoming.refuse(policy.http.refuse(reason))
    return `refused: ${reason.kind}`
  }
  const asked = read(variables, policy)
  if (typeof asked === 'string') return refuse({kind: 'bad-target', detail: asked})
  const scope = await resolve(asked, service)
  if ('kind' in scope) return refuse(scope)
  const link = new TunnelLink(policy.ip.session)
  const client = new IpClient(service, scope, link, service.clock)
  const assignments = new Assignments(client, service)
  const families = service.families.filter(of => scope.prefixes?.some(one => family(one.address) === of) ?? true)
  if (!assignments.open(families) && policy.ip.session.onExhausted() === 'refuse') {
    return refuse({kind: 'busy', detail: 'no more addresses'})
  }
  const ending = await (async () => {
    const destination = asked.target.kind === 'any' ? undefined : formatScopeTarget(asked.target)
    const tunnel = incoming.accept(policy.http.success(destination, incoming), policy.tunnel.reading)
    return new ProxySession(tunnel, {service, policy, scope, client, assignments, link}).run()
  })().finally(() => {
    service.release(client)
  })
  const {up, down, dropped, answered} = client.counts
  const protocol = asked.protocol ?? '*'
  return `${formatScopeTarget(asked.target)} protocol ${protocol}: ${up} up, ${down} down, ${dropped} dropped, ${answered} answered by ICMP; ${ending.detail}`
}

/** The scope, or what is wrong with it. */
function read({target, ipproto}: IpVariables, policy: Policy): IpScope | string {
  try {
    const scope = parseScope(target, ipproto)
    return policy.ip.session.refuses(formatScopeTarget(scope.target), scope.protocol) ?? scope
  } catch (error) {
    if (!(error instanceof ScopeError)) throw error
    return policy.ip.session.onBadScope(target, ipproto) ?? error.message
  }
}

/** Names before the answer (section 4.1), and nothing that cannot be kept. */
async function resolve({target, protocol}: IpScope, service: IpService): Promise<ResolvedScope | RefusalReason> {
  if (target.kind === 'any') return {prefixes: undefined, protocol}
  if (target.kind === 'prefix') {
    return reachable([{address: target.address, length: target.prefixLength}], protocol, service)
  }
  const found = await lookup(target.name, service)
  if ('failure' in found) return {kind: 'dns', failure: found.failure, detail: found.detail}
  const allowed = found.addresses.filter(address => service.policy.packets.mayReach(address))
  if (allowed.length === 0) return {kind: 'prohibited', address: found.addresses[0] ?? ''}
  return reachable(allowed.map(parsePrefix), protocol, service)
}

function reachable(
  prefixes: readonly Prefix[],
  protocol: number | undefined,
  service: IpService,
): ResolvedScope | RefusalReason {
  const routes = routesWithin(service.advertised, prefixes, protocol)
  if (routes.length === 0) return {kind: 'unroutable', detail: 'no route to the target'}
  return {prefixes, protocol}
}

async function lookup(name: string, {network, clock}: IpService): Promise<Lookup> {
  using limit = deadline(clock, DNS_TIMEOUT_MS)
  try {
    return await network.lookup(name, limit.signal)
  } catch (error) {
    if (error instanceof TimeoutError) return {failure: 'temporary', detail: 'no answer from the resolver'}
    throw error
  }
}
