/**
 * Who is on stage before the suite begins: the proxy (the embedded one, if `self` was asked for), and the targets that
 * answer echoes behind its UDP and IP tunnels. What was started here is stopped with it.
 */
import type {HttpVersion, HeaderList} from '../http/transport.js'
import {format, isLoopback} from '../net/address.js'
import {NetError, type Net} from '../net/net.js'
import type {Evidence} from '../evidence/event.js'
import {startResponders} from '../probe/ip/embedded-responders.js'
import {startEmbeddedProxy} from '../proxy/embedded.js'
import type {Policy} from '../spec/policy.js'
import {findProxy} from '../reach/names.js'
import type {Platform, ReachOptions} from '../reach/options.js'
import {PhaseLog} from '../reach/phases.js'
import {SetupError} from '../reach/setup-error.js'
import {ResponderKey} from '../responder/message.js'
import {Responder} from '../responder/responder.js'
import type {Place} from '../spec/rig.js'
import {parseTarget, type Target} from '../tunnel/target.js'
import type {IpTemplate} from '../tunnel/ip-template.js'
import type {UdpTemplate} from '../tunnel/template.js'
import {patienceFor} from './preflight.js'
import type {IpResponder, RigContext} from './rig/context.js'

/** What the suite is told of the proxy and of what lies behind it. */
export interface Stage {
  readonly proxy: 'self' | {readonly udp: UdpTemplate; readonly ip: IpTemplate | undefined}
  readonly reach: ReachOptions
  readonly headers: HeaderList
  readonly http: readonly HttpVersion[]
  readonly aim: SuiteAim
  readonly timeoutMs: number
  readonly evidence: Evidence
  /** Of the embedded proxy, if it is to be another than the honest one. */
  readonly spoil?: (honest: Policy) => Policy
}

/** Whom tunnels may lead to: nothing is ever sent to anybody else. */
export interface SuiteAim {
  /** A responder: `at` is where we find it, `target` where the proxy does. */
  readonly responder?: {readonly at: Target; readonly target: Target; readonly key: ResponderKey}
  /** A UDP service that sends back what comes. */
  readonly echo?: Target
  /** A host that answers ICMP echo in IP tunnels: an address of either family, or both. */
  readonly ip?: Place['ipTarget']
  /** The same responder as hosts of an IP tunnel reach it, at the port it has for UDP tunnels. */
  readonly ipResponder?: Place['ipTarget']
}

export interface SetStage extends AsyncDisposable {
  readonly place: Place
  readonly addresses: readonly string[]
  readonly contexts: readonly Omit<RigContext, 'timeline'>[]
  readonly responder: {readonly address: string; readonly where: 'in-process' | 'remote'} | undefined
}

/** @throws SetupError */
export async function setStage(stage: Stage, platform: Platform, signal: AbortSignal): Promise<SetStage> {
  const started: AsyncDisposable[] = []
  const dispose = async (): Promise<void> => {
    for (const resource of started.splice(0).reverse()) await resource[Symbol.asyncDispose]()
  }
  try {
    return {...(await set(stage, platform, started, signal)), [Symbol.asyncDispose]: dispose}
  } catch (error) {
    await dispose()
    throw error
  }
}

/** @param started what is to be stopped afterwards is put there as soon as it runs */
async function set(
  stage: Stage,
  platform: Platform,
  started: AsyncDisposable[],
  signal: AbortSignal,
): Promise<Omit<SetStage, keyof AsyncDisposable>> {
  const use = <T extends AsyncDisposable>(resource: T): T => {
    started.push(resource)
    return resource
  }
  const {proxy, aim} = stage
  const embedded = proxy === 'self' ? use(await startEmbeddedProxy(platform, stage.spoil)) : undefined
  const {udp, ip} = proxy === 'self' ? {udp: embedded?.template, ip: embedded?.ipTemplate} : proxy
  if (!udp) throw new RangeError('there is no proxy')
  const reach = embedded ? {...stage.reach, trust: {trust: 'pin', pin: embedded.pin} as const} : stage.reach
  const addresses = await lookUp(udp, reach, stage, platform, signal)
  const [first = ''] = addresses
  const behind = embedded && use(startResponders(embedded.virtual.responder, platform))
  const target = use(targetFor(first, aim, platform))
  const place: Place = {
    udp,
    ip,
    offersUdp: 'unknown',
    offersIp: 'unknown',
    headers: stage.headers,
    hasCredentials: stage.headers.some(([name]) => /^(proxy-)?authorization$/i.test(name)),
    authority: udp.authority,
    scheme: udp.scheme,
    target: target.target,
    ipTarget: aim.ip ?? behind?.known.ips ?? {},
    silentTarget: target.silent,
    nextDoor: isLoopback(first),
  }
  const at = format(first, reach.connectTo?.port ?? udp.port)
  const contexts = contextsOf(stage, platform, {
    place,
    reach,
    address: at,
    target,
    ipResponder: behind?.known ?? ipResponderOf(aim, target),
  })
  return {place, addresses, contexts, responder: target.facts}
}

function ipResponderOf({ipResponder}: SuiteAim, {target, responder}: TakenTarget): IpResponder | undefined {
  return ipResponder && target && responder && {ips: ipResponder, port: target.port, key: responder.key}
}

interface Known {
  readonly place: Place
  readonly reach: ReachOptions
  readonly address: string
  readonly target: TakenTarget
  readonly ipResponder: IpResponder | undefined
}

function contextsOf(
  {http, timeoutMs, evidence}: Stage,
  platform: Platform,
  {place, reach, address, target, ipResponder}: Known,
): SetStage['contexts'] {
  let connections = 0
  const nextConnection = (): number => ++connections
  const {responder} = target
  const common = {platform, reach, place, address, responder, ipResponder, timeoutMs, evidence, nextConnection}
  // Patience is learnt of the way itself, later.
  return http.map(version => ({...common, http: version, patienceMs: patienceFor(0)}))
}

async function lookUp(
  place: UdpTemplate,
  reach: ReachOptions,
  {timeoutMs}: Stage,
  platform: Platform,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const log = new PhaseLog(platform.clock, platform.clock.now(), {onBegin: () => undefined, onPhase: () => undefined})
  const found = await findProxy(place, reach, {...platform, timeoutMs}, log, signal)
  if (found) return found
  const diagnosis = log.phases.find(phase => phase.diagnosis)?.diagnosis
  const {meaning, code, next} = diagnosis ?? NO_ADDRESS
  throw new SetupError(meaning, code, next)
}

const NO_ADDRESS = {meaning: 'the proxy has no address', code: 'no-address', next: 'check the name in PROXY'}

interface TakenTarget extends AsyncDisposable {
  readonly target: Target | undefined
  readonly silent: Target | undefined
  readonly responder: RigContext['responder']
  readonly facts: SetStage['responder']
}

/** A responder that was named; for a proxy on this host one of our own; otherwise nobody, and the results say so. */
function targetFor(proxyIp: string, aim: SuiteAim, platform: Platform): TakenTarget {
  const {responder, echo} = aim
  if (responder) {
    const facts = {address: `${responder.at.host}:${responder.at.port}`, where: 'remote' as const}
    return {target: responder.target, silent: undefined, responder, facts, ...NOTHING}
  }
  if (echo) return {target: echo, silent: undefined, responder: undefined, facts: undefined, ...NOTHING}
  if (!isLoopback(proxyIp))
    return {target: undefined, silent: undefined, responder: undefined, facts: undefined, ...NOTHING}
  return startTargets(proxyIp.includes(':') ? '[::1]:0' : '127.0.0.1:0', platform)
}

function startTargets(local: string, {net, clock}: Platform): TakenTarget {
  const key = ResponderKey.random()
  const responder = new Responder({net, clock, key, local})
  const silent = deaf(net, local)
  const at = parseTarget(responder.address)
  return {
    target: at,
    silent: silent && parseTarget(silent.localAddress),
    responder: {at, key},
    facts: {address: responder.address, where: 'in-process'},
    async [Symbol.asyncDispose]() {
      silent?.close()
      await responder[Symbol.asyncDispose]()
    },
  }
}

/** A port at which nobody answers, and nobody refuses either. */
function deaf(net: Net, local: string): ReturnType<Net['udp']> | undefined {
  try {
    return net.udp({local}, {onPacket: () => undefined})
  } catch (error) {
    if (error instanceof NetError) return undefined
    throw error
  }
}

const NOTHING: AsyncDisposable = {
  async [Symbol.asyncDispose]() {
    await Promise.resolve()
  },
}
