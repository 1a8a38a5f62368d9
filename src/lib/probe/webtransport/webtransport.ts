/**
 * `masque probe webtransport`: whether WebTransport sessions and UDP tunnels live side by side on one server. Each is
 * measured without the other, then both at once, then each without the other again.
 */
import type {HttpVersion} from '../../http/transport.js'
import {startEmbeddedProxy} from '../../proxy/embedded.js'
import {approach, type Approached, type ApproachOptions} from '../../reach/approach.js'
import type {Platform} from '../../reach/options.js'
import {round, type PhaseLog} from '../../reach/phases.js'
import type {PhaseResult, Road} from '../../report/document.js'
import type {OnEvent} from '../../report/run-event.js'
import type {UdpTemplate} from '../../tunnel/template.js'
import {formatTarget} from '../../tunnel/target.js'
import {loadLibrary} from '../../webtransport/library.js'
import {takeAim} from '../aim.js'
import type {RoadContext} from '../road.js'
import {roadEntry} from '../road-entry.js'
import {phaseLog} from '../roads.js'
import {Turns} from '../turns.js'
import {ROUNDS} from './conclude.js'
import {NOT_TRIED} from './measured.js'
import type {Findings, WebTransportProbeOptions, WebTransportResult} from './options.js'
import {sessionSide} from './preparation.js'
import type {SessionSide} from './session-side.js'
import {tunnelMeasured, TunnelSide} from './tunnel-side.js'

type Connected = Extract<Approached, {kind: 'connected'}>

/** @throws SetupError */
export async function probeWebTransport(
  options: WebTransportProbeOptions,
  platform: Platform,
  onEvent: OnEvent,
  signal: AbortSignal,
): Promise<WebTransportResult> {
  const {proxy} = options
  if (proxy.kind === 'template') return new Run(proxy.template, options, platform, onEvent, signal).result()
  await using embedded = await startEmbeddedProxy(platform)
  const reach = {...options.reach, trust: {trust: 'pin', pin: embedded.pin} as const}
  const result = await new Run(embedded.template, {...options, reach}, platform, onEvent, signal).result()
  return {...result, embedded: true}
}

class Run {
  readonly #context: RoadContext
  readonly #http: HttpVersion
  readonly #names: PhaseResult[] = []
  readonly #roads: Road[] = []
  readonly #findings: Findings

  constructor(
    private readonly template: UdpTemplate,
    private readonly options: WebTransportProbeOptions,
    private readonly platform: Platform,
    onEvent: OnEvent,
    private readonly signal: AbortSignal,
  ) {
    const {clock} = platform
    const began = {beganMs: clock.now(), beganNs: clock.nowNs()}
    // Of the datagrams the sums are told: those of two at a time would stand in each other's way.
    const quiet: OnEvent = event => {
      if (event.event !== 'reply' && event.event !== 'unsent') onEvent(event)
    }
    this.#context = {platform, template, options, onEvent: quiet, ...began, turns: new Turns()}
    this.#http = options.http.versions[0] ?? '2'
    this.#findings = nothingYet(this.#http)
  }

  async result(): Promise<WebTransportResult> {
    const {template, signal, options} = this
    this.#context.onEvent({event: 'proxy', tMs: 0, template: template.text})
    await this.#run().catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
    const found = {roads: this.#roads, findings: this.#findings, interrupted: signal.aborted}
    return {template, path: options.sessionPath, embedded: false, http: this.#http, ...found}
  }

  async #run(): Promise<void> {
    const {signal, template} = this
    const approached = await approach(template, this.#approachOptions, signal)
    const last = approached.attempts.at(-1)
    const log = phaseLog(this.#context, [...this.#names, ...(last?.phases ?? [])])
    if (approached.kind === 'failed') {
      const viability = last?.outcome === 'not-offered' ? 'refused' : 'unreachable'
      this.#addRoad({log, address: last?.address ?? null, viability, facts: last?.facts ?? {}})
      this.#findings.session.alone = {...NOT_TRIED, because: approached.diagnosis.meaning}
      return
    }
    await using connection = approached.connection
    await this.#measure({...approached, connection}, log)
  }

  async #measure({connection, witness}: Connected, log: PhaseLog): Promise<void> {
    const {signal} = this
    const {tunnel, session} = this.#findings
    await using aim = takeAim(connection.address, this.#context)
    tunnel.target = formatTarget(aim.target)
    const tapped = witness.tap(connection.transport, aim.target)
    const tunnels = new TunnelSide({connection, tapped, aim, context: this.#context})
    const sessions = await this.#sessions(connection)
    const alone = await sessions?.alone(signal)
    if (alone) session.alone = alone.measured
    session.limitBytes = alone?.sizes?.limitBytes ?? null
    session.sizes = [...(alone?.sizes?.tried ?? [])]
    await this.#tunnelAlone(tunnels, connection, log)
    if (!sessions || session.alone.opened !== 'yes') return
    if (session.alone.carries !== 'yes' || tunnel.alone.carries !== 'yes') return
    for (let round = 0; round < ROUNDS && !signal.aborted; round++) {
      const both = await this.#sideBySide(tunnels, sessions)
      tunnel.beside.push(both.tunnel)
      session.beside.push(both.session)
      if (both.tunnel.carries === 'yes' && both.session.carries === 'yes' && round === 0) break
    }
    tunnel.after = await tunnels.once(signal)
    session.after = await sessions.once(signal)
  }

  async #tunnelAlone(tunnels: TunnelSide, connection: Connected['connection'], log: PhaseLog): Promise<void> {
    const {tunnel} = this.#findings
    const {address} = connection
    const opened = await tunnels.open(this.signal, log)
    const facts = {...connection.facts, ...(opened.response && {response: opened.response})}
    if (opened.kind === 'failed') {
      tunnel.alone = opened.measured
      this.#addRoad({log, address, viability: 'refused', facts})
      return
    }
    await using udp = opened.udp
    const exchange = await tunnels.exchange(udp, this.signal)
    tunnel.alone = tunnelMeasured(exchange)
    tunnel.carrier = udp.tunnel.carrier
    const {up, down} = exchange
    const viability = up !== 'yes' ? 'accepted' : down === 'yes' ? 'carries-both-ways' : 'carries-up'
    this.#addRoad({log, address, viability, facts})
    tunnel.payload = await tunnels.sizes(udp, exchange, this.signal)
  }

  /** Both are open before either is used. */
  async #sideBySide(tunnels: TunnelSide, sessions: SessionSide) {
    const {signal} = this
    const tunnel = await tunnels.open(signal)
    await using udp = tunnel.kind === 'opened' ? tunnel.udp : undefined
    const opened = await sessions.open(signal)
    await using session = 'session' in opened ? opened.session : undefined
    const [ofTunnel, ofSession] = await Promise.all([
      udp ? tunnels.exchange(udp, signal).then(tunnelMeasured) : undefined,
      session ? sessions.exchange(session, signal) : undefined,
    ])
    return {
      tunnel: ofTunnel ?? (tunnel.kind === 'failed' ? tunnel.measured : NOT_TRIED),
      session: ofSession ?? ('measured' in opened ? opened.measured : NOT_TRIED),
    }
  }

  async #sessions(connection: Connected['connection']): Promise<SessionSide | undefined> {
    const library = await loadLibrary()
    return await sessionSide(library, this.#findings, {
      connection,
      context: this.#context,
      path: this.options.sessionPath,
      another: http =>
        approach(this.template, {...this.#approachOptions, http: [http], firstConnection: 100}, this.signal),
      signal: this.signal,
    })
  }

  get #approachOptions(): ApproachOptions {
    const {options, platform} = this
    const {reach, timeoutMs, evidence} = options
    const {beganMs, onEvent} = this.#context
    const tMs = (): number => round(platform.clock.now() - beganMs)
    const events = {
      onBegin: (what: PhaseResult['phase']) => {
        onEvent({event: 'doing', tMs: tMs(), what, limitMs: timeoutMs})
      },
      onPhase: (phase: PhaseResult) => {
        if (phase.phase === 'names') this.#names.push(phase)
        onEvent({event: 'phase', tMs: tMs(), ...phase})
      },
    }
    return {platform, reach, http: [this.#http], timeoutMs, evidence, beganMs, events}
  }

  #addRoad(found: {
    readonly log: PhaseLog
    readonly address: string | null
    readonly viability: Road['viability']
    readonly facts: Partial<Road>
  }): void {
    const {log, address, viability, facts} = found
    this.#roads.push(roadEntry({http: this.#http, address}, log, viability, {blame: null, facts}))
  }
}

function nothingYet(http: HttpVersion): Findings {
  const times = () => ({alone: NOT_TRIED, beside: [], after: NOT_TRIED})
  const session = {http, checkedBy: null, announced: null, answer: null, limitBytes: null, sizes: []}
  return {
    tunnel: {carrier: null, payload: undefined, target: null, ...times()},
    session: {...session, ...times()},
    library: {installed: false, versions: [], missing: null},
    remarks: [],
  }
}
