/** `forward udp` between flags and counts. */
import {droppedInAll, type UdpCounts} from '../forward/udp/counts.js'
import {UdpForwarder} from '../forward/udp/forwarder.js'
import {Uplink} from '../forward/uplink.js'
import {trial, wayTo, type Way, type WayOptions} from '../forward/way.js'
import type {DatagramMode, HeaderList} from '../http/transport.js'
import {isIp} from '../net/address.js'
import {StartedHops} from '../probe/hops.js'
import type {ViaWish} from '../probe/options.js'
import {startEmbeddedProxy} from '../proxy/embedded.js'
import {SetupError} from '../reach/setup-error.js'
import {openUdp, udpRequestLine, type UdpOpened, type UdpRequest} from '../tunnel/connect-udp.js'
import type {Dialect} from '../tunnel/dialect/dialect.js'
import type {ProxyAddress} from '../tunnel/proxy-address.js'
import {formatTarget, type Target} from '../tunnel/target.js'
import type {UdpTemplate} from '../tunnel/template.js'
import {CliError} from './errors.js'
import type {KeptEvidence} from './evidence.js'
import {ForwardTeller, type ForwardTellerOptions} from './forward-tell.js'
import {checkListen, opening} from './serve.js'
import {reportFailures, unreachable} from './tell.js'

export interface ForwardUdpRun extends WayOptions {
  readonly proxy: ProxyAddress
  /** Proxies to go through. */
  readonly via?: ViaWish
  readonly listen: string
  readonly target: Target
  readonly headers: HeaderList
  readonly datagrams: DatagramMode
  readonly dialect: Dialect | undefined
  readonly idleMs: number
  readonly maxPeers: number
  readonly evidence: KeptEvidence
  readonly tell: Pick<ForwardTellerOptions, 'format' | 'quiet'>
  readonly signal: AbortSignal
}

/** The exit code. @throws CliError */
export async function runForwardUdp(run: ForwardUdpRun): Promise<number> {
  try {
    const {reach: own, headers, platform} = run
    const {proxies = [], http = []} = run.via ?? {}
    await using hops = await StartedHops.start(proxies, {reach: own, http, headers}, platform)
    const through = {...run, reach: {...own, via: hops.list}}
    if (run.proxy.kind === 'template') await forward(run.proxy.template, through)
    else {
      await using embedded = await startEmbeddedProxy(platform)
      const reach = {...through.reach, trust: {trust: 'pin', pin: embedded.pin} as const}
      await forward(embedded.template, {...through, reach})
    }
  } catch (error) {
    await run.evidence.close()
    throw error instanceof SetupError ? new CliError(error.message, {code: error.code, next: error.next}) : error
  }
  return reportFailures(await run.evidence.close(), 0)
}

async function forward(template: UdpTemplate, run: ForwardUdpRun): Promise<void> {
  const {platform, signal, target, headers, datagrams, dialect, idleMs, maxPeers, timeoutMs} = run
  const teller = new ForwardTeller({...run.tell, clock: platform.clock})
  const request: UdpRequest = {template, target, headers, datagrams, dialect}
  for (const lack of platform.notObserved ?? []) teller.event('note', {note: lack}, lack)
  await using uplink = uplinkOf(template, run, teller)
  const listen = checkListen(run.listen)
  await using forwarder = await opening(
    listen,
    () =>
      new UdpForwarder({
        net: platform.net,
        clock: platform.clock,
        listen,
        open: at => openThrough(uplink, request, at),
        timeoutMs,
        idleMs,
        maxPeers,
        events: eventsOf(teller),
      }),
  )
  const failed = (await uplink.connect(signal)) ?? (await agrees(await uplink.connection(signal), request, run))
  if (failed) throw unreachable(failed)
  const via = (run.reach.via ?? []).map(hop => hop.template.text)
  const to = {listening: forwarder.address, target: formatTarget(target), proxy: template.text}
  const names = {...to, ...(via.length > 0 && {via})}
  teller.ready(names, [
    `UDP on ${names.listening} goes to ${names.target}`,
    `through   ${names.proxy}`,
    ...via.map(text => `by way of ${text}`),
    'until it is interrupted (Ctrl-C)',
  ])
  try {
    await uplink.keep(signal)
  } catch (error) {
    if (!signal.aborted) throw error
  }
  const {counts} = forwarder
  teller.end({...names, active: forwarder.active, ...counts}, countLines(counts))
}

function uplinkOf(template: UdpTemplate, run: ForwardUdpRun, teller: ForwardTeller): Uplink<Way> {
  return new Uplink({
    clock: run.platform.clock,
    random: run.platform.random.fork('uplink'),
    reach: wayTo(template, run.target, run),
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

/** A tunnel for a moment: a proxy that refuses should be known before programs rely on it. */
async function agrees(way: Way, request: UdpRequest, run: ForwardUdpRun): ReturnType<Uplink<Way>['connect']> {
  const question = {
    tunnel: 'udp' as const,
    line: udpRequestLine(request, way.transport.http),
    headers: request.headers,
    needsName: !isIp(request.target.host),
    open: (at: AbortSignal) => openUdp(way.transport, request, at),
  }
  const outcome = await trial<UdpOpened>(question, way, run, run.signal)
  if (!('udp' in outcome)) return outcome
  await outcome.udp[Symbol.asyncDispose]()
  return undefined
}

async function openThrough(uplink: Uplink<Way>, request: UdpRequest, signal: AbortSignal): Promise<UdpOpened> {
  for (;;) {
    const way = await uplink.connection(signal)
    const opened = await openUdp(way.transport, request, signal)
    if (opened.kind !== 'failed' || opened.ending.how !== 'going-away') return opened
    uplink.retire(way)
    await new Promise<void>(resolve => queueMicrotask(resolve))
  }
}

function eventsOf(teller: ForwardTeller): ConstructorParameters<typeof UdpForwarder>[0]['events'] {
  return {
    onPeer: from => {
      teller.event('peer', {from}, `${from} has a tunnel`)
    },
    onPeerEnded: (from, why) => {
      teller.event('peer-ended', {from, why}, `${from}: the tunnel ended (${why})`)
    },
    onRefused: (from, why) => {
      teller.event('refused', {from, why}, `${from} gets no tunnel: ${why}`)
    },
    onTooLarge: (bytes, limitBytes) => {
      const line = `a datagram of ${bytes} octets was dropped: the tunnel carries ${limitBytes} at most (said once; the counts tell the rest)`
      teller.event('too-large', {bytes, limitBytes}, line)
    },
    onTooManyPeers: limit => {
      teller.event('too-many-peers', {limit}, `${limit} local peers have tunnels: more are ignored (--max-peers)`)
    },
  }
}

function countLines(counts: UdpCounts): string[] {
  const {peers, up, down, dropped} = counts
  const reasons = Object.entries(dropped)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${count} ${REASONS[reason as keyof UdpCounts['dropped']]}`)
  return [
    `peers     ${peers.opened} with tunnels, ${peers.idle} of them idle at the end, ${peers.refused} without`,
    `up        ${up.datagrams} datagrams, ${up.bytes} octets`,
    `down      ${down.datagrams} datagrams, ${down.bytes} octets`,
    `dropped   ${droppedInAll(counts)}${reasons.length > 0 ? `: ${reasons.join(', ')}` : ''}`,
  ]
}

const REASONS: Readonly<Record<keyof UdpCounts['dropped'], string>> = {
  tooLarge: 'too large for the tunnel',
  queueFull: 'when a queue of ours was full',
  noTunnel: 'without a tunnel',
  tooManyPeers: 'of too many peers',
  unsent: 'that this host would not send',
}
