/** `forward ip` between flags and counts. */
import {Configurator} from '../forward/ip/configure.js'
import {IpForwarder, whyNot, type Tunnelled} from '../forward/ip/forwarder.js'
import {iproute2} from '../forward/ip/iproute2.js'
import type {Plan} from '../forward/ip/plan.js'
import {Pump} from '../forward/ip/pump.js'
import {Uplink} from '../forward/uplink.js'
import {trial, wayTo, type Way, type WayOptions} from '../forward/way.js'
import type {DatagramMode, HeaderList} from '../http/transport.js'
import {loadBinding} from '../native/binding.js'
import {openTun, type TunDevice} from '../net/tun.js'
import {NetError} from '../net/net.js'
import {startEmbeddedProxy} from '../proxy/embedded.js'
import {SetupError} from '../reach/setup-error.js'
import {deadline, TimeoutError} from '../spec/clock.js'
import {ipRequestLine, openIp, type IpOpened, type IpRequest} from '../tunnel/connect-ip.js'
import type {IpTemplate} from '../tunnel/ip-template.js'
import type {ProxyAddress} from '../tunnel/proxy-address.js'
import {CliError} from './errors.js'
import type {KeptEvidence} from './evidence.js'
import {ForwardTeller, type ForwardTellerOptions} from './forward-tell.js'
import {countLines, planLines, readyLines} from './forward-ip-words.js'
import {reportFailures, unreachable} from './tell.js'

export interface ForwardIpRun extends WayOptions {
  readonly proxy: ProxyAddress<IpTemplate>
  readonly device: string
  readonly scope: NonNullable<IpRequest['scope']>
  readonly headers: HeaderList
  readonly datagrams: DatagramMode
  /** False: the commands are told, for somebody else to run. */
  readonly configure: boolean
  readonly defaultRoute: boolean
  readonly evidence: KeptEvidence
  readonly tell: Pick<ForwardTellerOptions, 'format' | 'quiet'>
  readonly signal: AbortSignal
}

/** The exit code. @throws CliError */
export async function runForwardIp(run: ForwardIpRun): Promise<number> {
  try {
    if (run.proxy.kind === 'template') await forward(run.proxy.template, run)
    else {
      await using embedded = await startEmbeddedProxy(run.platform)
      const reach = {...run.reach, trust: {trust: 'pin', pin: embedded.pin} as const}
      await forward(embedded.ipTemplate, {...run, reach})
    }
  } catch (error) {
    await run.evidence.close()
    throw error instanceof SetupError ? new CliError(error.message, {code: error.code, next: error.next}) : error
  }
  return reportFailures(await run.evidence.close(), 0)
}

/** Any address of either family. */
const WANTED = [
  {address: '0.0.0.0', prefixLength: 32},
  {address: '::', prefixLength: 128},
]

async function forward(template: IpTemplate, run: ForwardIpRun): Promise<void> {
  const {platform, signal, scope, headers, datagrams, defaultRoute, timeoutMs} = run
  const {clock} = platform
  const teller = new ForwardTeller({...run.tell, clock})
  const request: IpRequest = {template, scope, headers, datagrams}
  const pump = new Pump(() => {
    teller.event(
      'own-connection',
      {},
      'a route leads the connection to the proxy into the tunnel: its packets are dropped',
    )
  })
  await using uplink = uplinkOf(template, run, teller)
  await using device = openDevice(run.device, pump)
  pump.device = device
  await using configurator = configuratorOf(device.name, run, teller)
  const failed = await uplink.connect(signal)
  if (failed) throw unreachable(failed)
  const first = await tryOnce(await uplink.connection(signal), request, run)
  const forwarder = new IpForwarder({
    clock,
    open: at => openThrough(uplink, request, run, at),
    pump,
    configurator,
    wanted: WANTED,
    defaultRoute,
    timeoutMs,
    events: eventsOf(teller),
  })
  const why = await forwarder.begin(first, signal)
  if (why !== undefined) throw noAddress(why)
  const {plan} = configurator
  const names = {device: device.name, proxy: template.text}
  teller.ready({...names, ...plan}, readyLines(names, plan))
  try {
    await Promise.race([forwarder.run(first, signal), uplink.keep(signal)])
  } catch (error) {
    if (!signal.aborted) throw error
  }
  teller.end({...names, ...pump.counts}, countLines(pump.counts))
}

/** @throws CliError */
function openDevice(name: string, pump: Pump): TunDevice {
  try {
    return openTun(
      loadBinding(),
      {name, up: false},
      {
        onPacket: (bytes, start, end) => {
          pump.up(bytes, start, end)
        },
      },
    )
  } catch (error) {
    if (!(error instanceof NetError)) throw error
    throw new CliError(error.message, {
      code: error.code,
      next: 'as root, on Linux: sudo masque forward ip … --tun NAME',
    })
  }
}

function configuratorOf(device: string, run: ForwardIpRun, teller: ForwardTeller): Configurator {
  return new Configurator({
    device,
    iproute: iproute2,
    apply: run.configure,
    onStep: words => {
      if (!run.configure) teller.answer('step', {command: ['ip', ...words]}, `ip ${words.join(' ')}`)
    },
    onProblem: (words, problem) => {
      teller.event('problem', {command: ['ip', ...words], problem}, `ip ${words.join(' ')}: ${problem}`)
    },
  })
}

function uplinkOf(template: IpTemplate, run: ForwardIpRun, teller: ForwardTeller): Uplink<Way> {
  return new Uplink({
    clock: run.platform.clock,
    random: run.platform.random.fork('uplink'),
    reach: wayTo(template, {kind: 'scope', text: scopeText(run.scope)}, run),
    onConnected: ({outer: {http, address}, left}) => {
      teller.connected({http, address, left})
    },
    onLost: why => {
      teller.event('lost', {why}, `the connection to the proxy is gone: ${why}`)
    },
    onRetry: (diagnosis, waitMs) => {
      teller.retry(diagnosis, waitMs)
    },
  })
}

/** @throws CliError with the diagnosis, if there is no tunnel */
async function tryOnce(way: Way, request: IpRequest, run: ForwardIpRun): Promise<Tunnelled> {
  const question = {
    tunnel: 'ip' as const,
    line: ipRequestLine(request, way.transport.http),
    headers: request.headers,
    // A name in the scope is resolved before the answer (RFC 9484 section 4.1).
    needsName: request.scope?.target !== undefined,
    open: (at: AbortSignal) => openIp(way.transport, request, at),
  }
  const outcome = await trial<IpOpened>(question, way, run, run.signal)
  if (!('ip' in outcome)) throw unreachable(outcome)
  return {ip: outcome.ip, proxy: way.outer.address}
}

async function openThrough(
  uplink: Uplink<Way>,
  request: IpRequest,
  {platform, timeoutMs}: ForwardIpRun,
  signal: AbortSignal,
): Promise<Tunnelled | string> {
  const way = await uplink.connection(signal)
  using limit = deadline(platform.clock, timeoutMs, signal)
  try {
    const opened = await openIp(way.transport, request, limit.signal)
    if (opened.kind === 'tunnel') return {ip: opened.ip, proxy: way.outer.address}
    if (opened.kind === 'failed' && opened.ending.how === 'going-away') uplink.retire(way)
    return whyNot(opened)
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    return `no tunnel within ${timeoutMs / 1000} s`
  }
}

function eventsOf(teller: ForwardTeller): ConstructorParameters<typeof IpForwarder>[0]['events'] {
  return {
    onPlan: (plan: Plan) => {
      teller.event('plan', {...plan}, planLines(plan).join('\n'))
    },
    onEnded: why => {
      teller.event('ended', {why}, `the tunnel ended: ${why}`)
    },
    onNoTunnel: (why, waitMs) => {
      teller.event('no-tunnel', {why, nextMs: waitMs}, `no tunnel: ${why}; again in ${waitMs / 1000} s`)
    },
  }
}

function noAddress(why: string): CliError {
  return new CliError(why, {
    code: 'no-address',
    exitCode: 3,
    next: 'look into the log of the proxy: its pool of addresses may be empty, or it does not answer ADDRESS_REQUEST',
  })
}

/** As people read it. */
function scopeText({target = '*', ipproto}: ForwardIpRun['scope']): string {
  return ipproto === undefined ? target : `${target} protocol ${ipproto}`
}
