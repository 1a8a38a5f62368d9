/** The real way to a proxy: names, addresses and versions of HTTP in their order, everything seen going to the evidence. */
import type {Evidence, ScopeLead} from '../../evidence/event.js'
import {tapTransport} from '../../http/tap.js'
import type {TunnelRequest} from '../../http/transport.js'
import {allLeft, approach, type Approached} from '../../reach/approach.js'
import type {Platform, ReachOptions} from '../../reach/options.js'
import type {PhaseEvents} from '../../reach/phases.js'
import {SetupError} from '../../reach/setup-error.js'
import type {Target} from '../../tunnel/target.js'
import type {IpTemplate} from '../../tunnel/ip-template.js'
import type {UdpTemplate} from '../../tunnel/template.js'
import type {Connecting, HttpChoice, Outer, Way} from './outer.js'

export interface ProxyWayOptions {
  readonly platform: Platform
  readonly reach: ReachOptions
  readonly udp: UdpTemplate
  readonly ip: IpTemplate
  readonly evidence: Evidence
  readonly events: PhaseEvents
}

export class ProxyWay implements Way {
  readonly #beganMs: number
  #connections = 0

  constructor(private readonly options: ProxyWayOptions) {
    this.#beganMs = options.platform.clock.now()
  }

  get udp(): UdpTemplate {
    return this.options.udp
  }

  get ip(): IpTemplate {
    return this.options.ip
  }

  async connect(http: HttpChoice, timeoutMs: number, signal: AbortSignal): Promise<Connecting> {
    const {platform, reach, udp, evidence, events} = this.options
    const firstConnection = this.#connections + 1
    const common = {platform, reach, evidence, events, beganMs: this.#beganMs}
    try {
      const approached = await approach(udp, {...common, http, timeoutMs, firstConnection}, signal)
      this.#connections += Math.max(1, approached.attempts.length)
      return this.#toConnecting(approached)
    } catch (error) {
      if (error instanceof SetupError) return {kind: 'failed', why: error.message, next: error.next}
      throw error
    }
  }

  #toConnecting(approached: Approached): Connecting {
    if (approached.kind === 'failed') {
      const {meaning, next} = approached.diagnosis
      return {kind: 'failed', why: meaning, next}
    }
    return {kind: 'connected', outer: seenThrough(approached, this.options), left: allLeft(approached.attempts)}
  }
}

/** What crosses its tunnels is evidence, each under the target it leads to. */
function seenThrough(
  {connection, witness}: Extract<Approached, {kind: 'connected'}>,
  {platform: {clock}, evidence}: ProxyWayOptions,
): Outer {
  const targets: (Target | ScopeLead)[] = []
  const tapped = tapTransport(connection.transport, clock, ({atNs, tunnel, direction, what}) => {
    const target = targets[tunnel - 1]
    if (!target) return
    evidence.record(atNs, {kind: 'tunnel', connection: witness.connection, tunnel, target, direction, what})
  })
  return {
    http: connection.http,
    address: connection.address,
    ended: connection.transport.ended,
    connection,
    get requests() {
      return targets.length
    },
    open(request: TunnelRequest, target: Target | ScopeLead, signal: AbortSignal) {
      targets.push(target)
      return tapped.open(request, signal)
    },
    async [Symbol.asyncDispose]() {
      await connection[Symbol.asyncDispose]()
    },
  }
}
