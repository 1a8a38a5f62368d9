/** What a probe wants of our side of a connection, for those who connect; and how connecting fails, for those who judge. */
import type {ConnectContext, OwnSide} from '../../reach/context.js'
import type {RoadFacts} from '../../reach/connection.js'
import {PhaseLog} from '../../reach/phases.js'
import {Witness} from '../../reach/witness.js'
import {Obstacle, type ConnectionSeen, type ConnectOptions} from '../../spec/rig.js'
import type {RigContext} from './context.js'
import {Packets} from './packets.js'
import {ownQuic} from './quic-options.js'

/** `packets` fills as they come, if that was asked for. */
export function ownSide({platform}: RigContext, {settings, quic}: ConnectOptions): {own: OwnSide; packets: Packets} {
  const packets = new Packets(platform.clock)
  const own = {...ownQuic(quic), ...(settings && {settings}), ...(quic?.logFrames && {onFrames: packets.add})}
  return {own, packets}
}

/** One more connection to the proxy: with a number of its own in the evidence, and phases of its own. */
export function connectContext(context: RigContext, own: OwnSide): ConnectContext {
  const {platform, place, reach, timeoutMs, evidence, address} = context
  const log = new PhaseLog(platform.clock, platform.clock.now(), {onBegin: () => undefined, onPhase: () => undefined})
  const witness = new Witness({...platform, evidence}, context.nextConnection(), address)
  return {platform, template: place.udp, reach, timeoutMs, log, witness, own}
}

/** A reset and an ICMP message of the proxy's own host: no silence, and no firewall in between that is honest. */
const NOBODY_LISTENS: ReadonlySet<string> = new Set(['tcp-refused', 'port-unreachable'])

/** In the words of the diagnosis. */
export function noConnection({log}: ConnectContext): Obstacle {
  const diagnosis = log.phases.find(phase => phase.diagnosis)?.diagnosis
  const nobodyListens = NOBODY_LISTENS.has(diagnosis?.code ?? '')
  const why = diagnosis?.meaning ?? 'it failed'
  return new Obstacle('inconclusive', `there was no connection to test on: ${why}`, nobodyListens)
}

/** @throws Obstacle */
export function refuseVia({reach}: RigContext): void {
  if ((reach.via ?? []).length === 0) return
  throw new Obstacle(
    'inconclusive',
    'this test needs a connection of its own making straight to the proxy, and there are proxies on the way: leave out --via',
  )
}

export function connectionSeen({settings, transportParameters, tls}: RoadFacts): ConnectionSeen {
  const pairs = <T>(list: readonly {readonly id: string; readonly value: T}[]): {id: string; value: T}[] =>
    list.map(({id, value}) => ({id, value}))
  return {
    settings: settings && pairs(settings),
    transportParameters: transportParameters && pairs(transportParameters),
    alpn: tls?.alpn ?? null,
    tlsVersion: tls?.version ?? null,
  }
}
