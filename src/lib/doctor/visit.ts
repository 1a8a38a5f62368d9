/** The way to a proxy that was named, up to its SETTINGS and no further: no tunnel is asked for. */
import {format} from '../net/address.js'
import {localIpTo} from '../net/local-ip.js'
import {Recorder} from '../evidence/recorder.js'
import {connect} from '../reach/connect.js'
import {findProxy} from '../reach/names.js'
import type {Platform, ReachOptions} from '../reach/options.js'
import {PhaseLog} from '../reach/phases.js'
import {Witness} from '../reach/witness.js'
import type {PhaseResult, TlsFacts} from '../report/document.js'
import {sleep} from '../spec/clock.js'
import type {UdpTemplate} from '../tunnel/template.js'

export interface Visit {
  readonly template: UdpTemplate
  /** null: none was found. */
  readonly address: string | null
  /** Our own address on that way. */
  readonly localIp: string | null
  readonly phases: readonly PhaseResult[]
  /** What outer datagrams path MTU discovery came to; null: no connection. */
  readonly mtu: number | null
  readonly tls: TlsFacts | undefined
  /** When it was seen, by our clock. */
  readonly wall: Date
}

export interface VisitOptions {
  readonly template: UdpTemplate
  readonly reach: ReachOptions
  readonly timeoutMs: number
}

/** Path MTU discovery goes on by itself after the handshake; over when it has not moved for this long. */
const MTU_SETTLED_MS = 500
const MTU_LOOKS = 4

/** @throws SetupError */
export async function visit(options: VisitOptions, platform: Platform, signal: AbortSignal): Promise<Visit> {
  const {template, reach, timeoutMs} = options
  const {clock} = platform
  const log = new PhaseLog(clock, clock.now(), {onBegin: () => undefined, onPhase: () => undefined})
  const ips = (await findProxy(template, reach, {...platform, timeoutMs}, log, signal)) ?? []
  const [ip] = ips
  const wall = clock.wall()
  if (ip === undefined)
    return {template, address: null, localIp: null, phases: log.phases, mtu: null, tls: undefined, wall}
  const address = format(ip, reach.connectTo?.port ?? template.port)
  const localIp = localIpTo(address, platform) ?? null
  const witness = new Witness({...platform, evidence: new Recorder()}, 1, address)
  const connected = await connect(address, '3', {platform, template, reach, timeoutMs, log, witness}, signal)
  const {facts} = connected.kind === 'failed' ? connected : connected.connection
  const common = {template, address, localIp, phases: log.phases, tls: facts.tls, wall}
  if (connected.kind === 'failed') return {...common, mtu: null}
  await using connection = connected.connection
  let mtu = 0
  for (let look = 0; look < MTU_LOOKS; look++) {
    const now = connection.figures().mtuBytes ?? 0
    if (now === mtu) break
    mtu = now
    await sleep(clock, MTU_SETTLED_MS, signal)
  }
  return {...common, mtu}
}
