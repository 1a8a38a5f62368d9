/** Requests of a probe: what is asked for when nothing else is said, and what became of it, as facts. */
import type {HeaderList, Opened, Refusal, Transport, TunnelRequest} from '../../http/transport.js'
import {deadline, TimeoutError, unlessAborted} from '../../spec/clock.js'
import type {Answer, Place} from '../../spec/rig.js'
import {successProblem, UPGRADE_TOKEN} from '../../tunnel/connect-udp.js'
import type {Target} from '../../tunnel/target.js'
import {toLatin1} from '../../wire/bytes.js'
import type {RigContext} from './context.js'
import {endingSeen} from './ended.js'

/** For requests that lead nowhere anyway: an address for documentation (RFC 5737) and the discard port. */
const NOBODY: Target = {kind: 'ipv4', host: '192.0.2.1', port: 9}
const MAX_BODY = 4096
/** Content follows its head at once. Some proxies announce it and never end it: that is no reason to wait as for an answer. */
const CONTENT_MS = 1000

export function goodRequest({place}: Pick<RigContext, 'place'>, change: Partial<TunnelRequest> = {}): TunnelRequest {
  return {
    method: 'CONNECT',
    protocol: UPGRADE_TOKEN,
    scheme: place.scheme,
    authority: place.authority,
    path: pathTo(place, place.target ?? NOBODY),
    headers: withCapsules(place.headers),
    ...change,
  }
}

export function pathTo({udp}: Place, {host, port}: Target): string {
  return udp.expand({target_host: host, target_port: String(port)})
}

export function withCapsules(headers: HeaderList): HeaderList {
  return [['capsule-protocol', '?1'], ...headers]
}

/** Asks, and closes what was opened. */
export async function askFor(
  transport: Transport,
  change: Partial<TunnelRequest>,
  context: RigContext,
  signal: AbortSignal,
): Promise<Answer> {
  const {platform, timeoutMs} = context
  using limit = deadline(platform.clock, timeoutMs, signal)
  try {
    return await answerOf(await transport.open(goodRequest(context, change), limit.signal), context, signal)
  } catch (error) {
    if (error instanceof TimeoutError) return {kind: 'silence', waitedMs: timeoutMs}
    throw error
  }
}

async function answerOf(opened: Opened, context: RigContext, signal: AbortSignal): Promise<Answer> {
  if (opened.kind === 'failed') return {kind: 'ended', ending: endingSeen(opened.ending)}
  const interim = opened.interim.map(({status}) => status)
  if (opened.kind === 'refused') return {...(await refusalOf(opened.refusal, context, signal)), interim}
  const {tunnel} = opened
  const {status, headers} = tunnel
  const problem = successProblem(tunnel)
  if (problem === undefined) await tunnel[Symbol.asyncDispose]()
  else tunnel.abort('message-error')
  if (problem === undefined) return {kind: 'success', status, headers, interim}
  return {kind: 'refused', status, headers, interim, body: '', problem}
}

type Refused = Omit<Extract<Answer, {kind: 'refused'}>, 'interim'>

async function refusalOf(
  {status, headers, problem, body}: Refusal,
  {platform, patienceMs}: RigContext,
  signal: AbortSignal,
): Promise<Refused> {
  using limit = deadline(platform.clock, Math.max(CONTENT_MS, patienceMs), signal)
  const content = await unlessAborted(body, limit.signal).catch((error: unknown) => {
    if (signal.aborted) throw error
    return new Uint8Array(0)
  })
  const text = toLatin1(content.subarray(0, MAX_BODY))
  return {kind: 'refused', status, headers, body: text, problem: problem ?? null}
}
