/** The MASQUE side: UDP tunnels on one connection, opened as `probe udp` opens them, and measured. */
import type {Transport} from '../../http/transport.js'
import {inWords} from '../../http/ending.js'
import type {OuterConnection} from '../../reach/connection.js'
import {PhaseLog} from '../../reach/phases.js'
import type {Road} from '../../report/document.js'
import type {PayloadFacts} from '../../report/payload-facts.js'
import type {MeasuredFacts} from '../../report/webtransport-facts.js'
import type {UdpTunnel} from '../../tunnel/connect-udp.js'
import type {AimTaken} from '../aim.js'
import type {ExchangeResult} from '../exchange.js'
import {openTunnel} from '../open.js'
import type {RoadContext} from '../road.js'
import {examineSizes} from '../sizes.js'
import {measuredOf, notOpened} from './measured.js'

export interface TunnelSideOptions {
  readonly connection: OuterConnection
  /** That of the connection, seen through. */
  readonly tapped: Transport
  readonly aim: AimTaken
  readonly context: RoadContext
}

export type TunnelOpened =
  | {readonly kind: 'opened'; readonly udp: UdpTunnel; readonly response: Road['response']}
  | {readonly kind: 'failed'; readonly measured: MeasuredFacts; readonly response: Road['response']}

export class TunnelSide {
  constructor(private readonly options: TunnelSideOptions) {}

  /** @param log where the phases are told; by default nowhere. Rejects only with the signal's reason. */
  async open(signal: AbortSignal, log = this.#silentLog()): Promise<TunnelOpened> {
    const {connection, tapped, context} = this.options
    const {clock} = context.platform
    const {timeoutMs} = context.options
    const {tunnel, response} = await openTunnel(tapped, this.#request, {clock, timeoutMs, log, connection}, signal)
    if (tunnel) return {kind: 'opened', udp: tunnel.udp, response}
    const meaning = log.phases.find(({diagnosis}) => diagnosis)?.diagnosis?.meaning
    return {kind: 'failed', measured: notOpened(meaning ?? 'no tunnel was opened'), response}
  }

  async exchange(udp: UdpTunnel, signal: AbortSignal): Promise<ExchangeResult> {
    return await this.options.aim.exchange(udp, signal)
  }

  /** undefined: there is nobody to ask. */
  async sizes(udp: UdpTunnel, exchange: ExchangeResult, signal: AbortSignal): Promise<PayloadFacts | undefined> {
    const {connection, tapped, aim, context} = this.options
    const where = {context, udp, tapped, connection, request: this.#request}
    return await examineSizes(exchange, aim.responder, where, signal)
  }

  /** Once more, and given back: for a control, or beside a session. */
  async once(signal: AbortSignal): Promise<MeasuredFacts> {
    const opened = await this.open(signal)
    if (opened.kind === 'failed') return opened.measured
    await using udp = opened.udp
    return tunnelMeasured(await this.exchange(udp, signal))
  }

  get #request() {
    const {context, aim} = this.options
    const {template, options} = context
    const {headers, datagrams, reach} = options
    return {template, target: aim.target, headers, datagrams, dialect: reach.dialect}
  }

  #silentLog(): PhaseLog {
    const {platform, beganMs} = this.options.context
    return new PhaseLog(platform.clock, beganMs, {onBegin: () => undefined, onPhase: () => undefined})
  }
}

export function tunnelMeasured({figures, stopped, ending, because}: ExchangeResult): MeasuredFacts {
  const words = because ?? (ending && inWords(ending))
  return measuredOf({figures, stopped, ending, because: words})
}
