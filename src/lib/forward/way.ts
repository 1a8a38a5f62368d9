/** How forwarders get to their proxy: by the first version of HTTP that works, with everything seen given to the evidence. */
import type {Evidence, ScopeLead} from '../evidence/event.js'
import type {HttpVersion, Transport} from '../http/transport.js'
import {allLeft, approach} from '../reach/approach.js'
import {ask, type Answer, type Question} from '../reach/ask.js'
import type {OuterConnection} from '../reach/connection.js'
import type {Platform, ReachOptions} from '../reach/options.js'
import {PhaseLog} from '../reach/phases.js'
import type {Diagnosis} from '../report/document.js'
import type {Target} from '../tunnel/target.js'
import type {ProxyPlace} from '../tunnel/template.js'
import type {Reached, Uplinked} from './uplink.js'

export interface WayOptions {
  readonly platform: Platform
  readonly reach: ReachOptions
  /** Tried in this order. */
  readonly http: readonly HttpVersion[]
  /** Per phase. */
  readonly timeoutMs: number
  readonly evidence: Evidence
}

export interface Way extends Uplinked {
  readonly outer: OuterConnection
  /** Why other versions of HTTP were left, in sentences; hostile until escaped. */
  readonly left: readonly string[]
}

const NOBODY_LISTENS = {onBegin: () => undefined, onPhase: () => undefined}

/** @param lead what the evidence is told that tunnels lead to @throws SetupError, when called */
export function wayTo(
  place: ProxyPlace,
  lead: Target | ScopeLead,
  options: WayOptions,
): (signal: AbortSignal) => Promise<Reached<Way>> {
  const beganMs = options.platform.clock.now()
  let firstConnection = 1
  return async signal => {
    const approached = await approach(place, {...options, beganMs, events: NOBODY_LISTENS, firstConnection}, signal)
    firstConnection += approached.attempts.length
    if (approached.kind === 'failed') return approached
    const {connection: outer, witness} = approached
    return {
      kind: 'connected',
      connection: wayOf(outer, witness.tap(outer.transport, lead), allLeft(approached.attempts)),
    }
  }
}

/** Whether the proxy agrees to a tunnel at all, seen once before anybody relies on it; undefined if it does. */
export async function trial<T extends Answer>(
  question: Question<T>,
  {outer}: Way,
  {platform: {clock}, timeoutMs}: WayOptions,
  signal: AbortSignal,
): Promise<Diagnosis | Extract<T, {readonly kind: 'tunnel'}>> {
  const log = new PhaseLog(clock, clock.now(), NOBODY_LISTENS)
  const {tunnel} = await ask(question, {clock, timeoutMs, log, connection: outer}, signal)
  if (tunnel) return tunnel
  const diagnosis = log.phases.find(phase => phase.diagnosis)?.diagnosis
  if (!diagnosis) throw new Error('what failed was not logged')
  return diagnosis
}

function wayOf(outer: OuterConnection, transport: Transport, left: readonly string[]): Way {
  return {
    outer,
    left,
    transport,
    async [Symbol.asyncDispose]() {
      await outer[Symbol.asyncDispose]()
    },
  }
}
