/** What a rig stands on, over a proxy that a test has started. */
import {Recorder} from '../../../src/lib/evidence/recorder.js'
import type {EvidenceSink} from '../../../src/lib/evidence/event.js'
import type {HttpVersion} from '../../../src/lib/http/transport.js'
import type {Platform, ReachOptions} from '../../../src/lib/reach/options.js'
import type {RigContext} from '../../../src/lib/suite/rig/context.js'
import {Timeline} from '../../../src/lib/suite/rig/timeline.js'
import {parseTarget} from '../../../src/lib/tunnel/target.js'
import type {UdpTemplate} from '../../../src/lib/tunnel/template.js'

export interface ContextOptions {
  readonly platform: Platform
  readonly template: UdpTemplate
  readonly address: string
  readonly trust: ReachOptions['trust']
  readonly http: HttpVersion
  readonly target: string
  readonly reach?: Partial<ReachOptions>
  readonly sinks?: readonly EvidenceSink[]
}

export function rigContext(options: ContextOptions): RigContext {
  const {platform, template, address, trust, http, reach, sinks} = options
  let connections = 0
  return {
    platform,
    http,
    address,
    reach: {resolve: new Map(), allAddresses: false, trust, ...reach},
    place: {
      udp: template,
      ip: undefined,
      offersUdp: 'unknown',
      offersIp: 'unknown',
      headers: [],
      hasCredentials: false,
      authority: template.authority,
      scheme: template.scheme,
      target: parseTarget(options.target),
      ipTarget: {},
      silentTarget: undefined,
      nextDoor: false,
    },
    responder: undefined,
    ipResponder: undefined,
    timeoutMs: 5000,
    patienceMs: 1000,
    evidence: new Recorder(sinks),
    nextConnection: () => ++connections,
    timeline: new Timeline(platform.clock),
  }
}

/** A good request for a UDP tunnel over HTTP/2 or HTTP/3, field by field. */
export function udpRequest({place}: RigContext): [string, string][] {
  const {host = '', port = 0} = place.target ?? {}
  return [
    [':method', 'CONNECT'],
    [':protocol', 'connect-udp'],
    [':scheme', 'https'],
    [':authority', place.authority],
    [':path', place.udp.expand({target_host: host, target_port: String(port)})],
    ['capsule-protocol', '?1'],
  ]
}
