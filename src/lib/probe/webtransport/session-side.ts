/** The WebTransport side: sessions of the library to the same authority, each on a connection of its own, and measured. */
import type {MeasuredFacts} from '../../report/webtransport-facts.js'
import type {Platform} from '../../reach/options.js'
import {MIN_ECHO_BYTES} from '../../responder/asker.js'
import type {Library} from '../../webtransport/library.js'
import {openSession, type SessionRequest, type WebTransportSession} from '../../webtransport/session.js'
import {figuresOf} from '../exchange.js'
import {endingOf, type SeriesPlan} from '../series.js'
import {stoppedCarrying} from '../stopped.js'
import {Echoes, type EchoedSize} from './echoes.js'
import {measuredOf, notOpened} from './measured.js'

export interface SessionSideOptions {
  readonly library: Library
  readonly request: SessionRequest
  readonly platform: Platform
  readonly plan: SeriesPlan
  readonly beganMs: number
}

export interface SessionSizes {
  readonly limitBytes: number
  readonly tried: readonly EchoedSize[]
}

export class SessionSide {
  constructor(private readonly options: SessionSideOptions) {}

  /** Without the other, sizes and all. Rejects only with the signal's reason. */
  async alone(signal: AbortSignal): Promise<{readonly measured: MeasuredFacts; readonly sizes?: SessionSizes}> {
    const opened = await this.open(signal)
    if (!('session' in opened)) return opened
    await using session = opened.session
    const echoes = this.#echoes(session)
    const measured = await this.#measure(session, echoes, signal)
    const limitBytes = session.maxPayloadBytes
    const isEchoed = measured.carries === 'yes'
    const tried = isEchoed ? await echoes.sizes(this.options.plan.timeoutMs, signal) : []
    return {measured, sizes: {limitBytes, tried}}
  }

  /** Likewise. */
  async once(signal: AbortSignal): Promise<MeasuredFacts> {
    const opened = await this.open(signal)
    if (!('session' in opened)) return opened.measured
    await using session = opened.session
    return await this.exchange(session, signal)
  }

  async open(
    signal: AbortSignal,
  ): Promise<{readonly session: WebTransportSession} | {readonly measured: MeasuredFacts}> {
    const {library, request, platform, plan} = this.options
    const {timeoutMs} = plan
    const opened = await openSession(library, request, {clock: platform.clock, timeoutMs}, signal)
    switch (opened.kind) {
      case 'opened':
        return {session: opened.session}
      case 'refused':
        return {measured: notOpened('the library says that the session failed to open, and not why')}
      case 'silent':
        return {measured: {...notOpened(`no session within ${timeoutMs} ms`), carries: 'unknown'}}
    }
  }

  async exchange(session: WebTransportSession, signal: AbortSignal): Promise<MeasuredFacts> {
    return await this.#measure(session, this.#echoes(session), signal)
  }

  #echoes(session: WebTransportSession): Echoes {
    const {platform, beganMs} = this.options
    return new Echoes(session, platform.clock, beganMs)
  }

  async #measure(session: WebTransportSession, echoes: Echoes, signal: AbortSignal): Promise<MeasuredFacts> {
    const {plan} = this.options
    const series = await echoes.run(plan, MIN_ECHO_BYTES, signal)
    const ending = await endingOf(session)
    const stopped = stoppedCarrying(series, plan, ending, signal.aborted)
    const because = series.replies.length > 0 ? undefined : `none of ${series.sent} datagrams came back`
    return measuredOf({figures: figuresOf(series, session, undefined), stopped, ending, because})
  }
}
