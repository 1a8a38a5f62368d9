/** An open connection to a proxy of ours, over whichever version, as commands get one. */
import {Recorder} from '../../src/lib/evidence/recorder.js'
import type {HttpVersion} from '../../src/lib/http/transport.js'
import type {EmbeddedProxy} from '../../src/lib/proxy/embedded.js'
import {connect} from '../../src/lib/reach/connect.js'
import type {OuterConnection} from '../../src/lib/reach/connection.js'
import type {TunnelWay} from '../../src/lib/reach/nested.js'
import type {Platform} from '../../src/lib/reach/options.js'
import {PhaseLog} from '../../src/lib/reach/phases.js'
import {Witness} from '../../src/lib/reach/witness.js'

export async function reachProxy(
  proxy: EmbeddedProxy,
  http: HttpVersion,
  platform: Platform,
  way?: TunnelWay,
): Promise<OuterConnection> {
  const {clock} = platform
  const log = new PhaseLog(clock, clock.now(), {onBegin: () => undefined, onPhase: () => undefined})
  const witness = new Witness({...platform, evidence: new Recorder()}, 1, proxy.address)
  const trust = {trust: 'pin', pin: proxy.pin} as const
  const reach = {resolve: new Map<string, string>(), allAddresses: false, trust}
  const context = {platform, template: proxy.template, reach, timeoutMs: 5000, log, witness, ...(way && {way})}
  const connected = await connect(proxy.address, http, context, new AbortController().signal)
  if (connected.kind === 'failed') throw new Error(JSON.stringify(log.phases.at(-1)))
  return connected.connection
}
