/** A whole tunnel within this process: embedded proxy, responder, QUIC over the loopback interface. */
import {Recorder} from '../../evidence/recorder.js'
import {probeUdp} from '../../probe/udp.js'
import type {Context} from '../context.js'
import {failed, missing, ok, type Finding} from '../finding.js'

const DATAGRAMS = 3
const TIMEOUT_MS = 3000

export async function loopback({engine, signal}: Context): Promise<Finding> {
  if (engine.kind === 'missing') return noEngine()
  const options = {
    proxy: {kind: 'self'} as const,
    reach: {resolve: new Map<string, string>(), allAddresses: false, trust: {trust: 'roots'} as const},
    aim: {kind: 'in-process'} as const,
    headers: [],
    http: {versions: ['3'], named: true} as const,
    datagrams: 'auto' as const,
    count: DATAGRAMS,
    intervalMs: 0,
    timeoutMs: TIMEOUT_MS,
    wire: false,
    sizes: false,
    evidence: new Recorder(),
  }
  const {roads} = await probeUdp(options, engine.platform, () => undefined, signal)
  const [travelled] = roads
  const viability = travelled?.road.viability ?? 'unreachable'
  const outer = travelled?.path?.outer
  const facts = {viability, rttMs: outer?.rttMs?.min ?? null, mtu: outer?.mtuBytes ?? null}
  if (viability === 'carries-both-ways') return ok('a tunnel through the embedded proxy carries both ways', facts)
  const why = travelled?.road.diagnosis?.meaning ?? 'datagrams went in and did not come out'
  return failed({
    detail: `a tunnel through the embedded proxy: ${viability}`,
    meaning: `UDP or QUIC does not work on this machine itself, so nothing can be said of any proxy: ${why}`,
    next: 'look for a local firewall or a sandbox that blocks UDP on 127.0.0.1; masque probe udp self -v tells more',
    facts,
  })
}

export function noEngine(): Finding {
  return missing({detail: 'not tried: the engine does not load', meaning: 'see the check of the engine'})
}
