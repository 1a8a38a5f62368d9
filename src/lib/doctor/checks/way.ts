/** The way to the proxy that was named: each check judges what one visit saw. */
import type {PhaseName, PhaseResult} from '../../report/document.js'
import type {Context} from '../context.js'
import {failed, missing, ok, warning, type Finding} from '../finding.js'
import type {Visit} from '../visit.js'
import {noEngine} from './loopback.js'

/** A QUIC connection inside the tunnel begins with datagrams of 1200 octets (RFC 9000 section 14); around them go up to 40 more. */
const ROOMY_MTU = 1240

type Judge = (visit: Visit, context: Context) => Promise<Finding> | Finding

function ofVisit(judge: Judge): (context: Context) => Promise<Finding> {
  return async context => {
    const seen = await context.visit()
    return seen ? judge(seen, context) : noEngine()
  }
}

export const proxyName = ofVisit(({phases}) => ofPhases(phases, ['names']))

export const proxyUdp = ofVisit(({phases}) => ofPhases(phases, ['udp']))

export const proxyHandshake = ofVisit(({phases}) => ofPhases(phases, ['quic', 'certificate', 'alpn', 'settings']))

/** The first of these that failed, or the last that went well. */
function ofPhases(phases: readonly PhaseResult[], names: readonly PhaseName[]): Finding {
  const seen = phases.filter(({phase}) => names.includes(phase))
  const bad = seen.find(({outcome}) => outcome === 'failed')
  if (bad?.diagnosis) {
    const {meaning, next} = bad.diagnosis
    return failed({detail: `${bad.phase}: ${bad.detail}`, meaning, next, facts: {durationMs: bad.durationMs}})
  }
  const last = seen.at(-1)
  if (last) return ok(`${last.phase}: ${last.detail}`, {durationMs: last.durationMs})
  return failed({detail: 'not reached', meaning: 'something before it failed: see there'})
}

/** The interface's MTU is what could be, path MTU discovery's what is. */
export const pathMtu = ofVisit(async ({mtu, localIp, address}, {host}) => {
  const device = localIp === null ? undefined : host.interfaceOf(localIp)
  const text = device === undefined ? undefined : await host.read(`/sys/class/net/${device}/mtu`)
  const interfaceMtu = text === undefined ? null : Number(text.trim())
  const facts = {interface: device ?? null, interfaceMtu, outerDatagramBytes: mtu}
  const way = `${device ?? 'unknown interface'}${interfaceMtu === null ? '' : ` of ${interfaceMtu}`}`
  if (mtu === null) {
    const meaning = address === null ? 'there is no address to go to' : 'there was no connection to measure with'
    return missing({detail: `not measured; ${way}`, meaning, facts})
  }
  const detail = `UDP payloads of ${mtu} octets arrive; ${way}`
  if (mtu >= ROOMY_MTU) return ok(detail, facts)
  return warning({
    detail,
    meaning:
      'a QUIC connection inside the tunnel needs datagrams of 1200 octets, and they do not fit with what goes around them',
    next: 'look for a tunnel or a narrow link on the way; where its MTU cannot be raised, --datagrams capsules goes through',
    facts,
  })
})

/** A certificate that is not valid by our clock: either of the two is wrong, and nothing else tells which. */
export const proxyClock = ofVisit(({tls, wall}) => {
  const [leaf] = tls?.chain ?? []
  if (!leaf || leaf.validFrom === '')
    return missing({detail: 'there is no certificate to compare with', meaning: 'not judged'})
  const facts = {wall: wall.toISOString(), validFrom: leaf.validFrom, validTo: leaf.validTo}
  const now = wall.toISOString()
  if (now >= leaf.validFrom && now <= leaf.validTo) return ok(`${now} is within the validity of the certificate`, facts)
  const early = now < leaf.validFrom
  return warning({
    detail: `${now} is ${early ? 'before' : 'after'} the validity of the certificate (${early ? leaf.validFrom : leaf.validTo})`,
    meaning: `either this clock is ${early ? 'slow' : 'fast'}, or the certificate is ${early ? 'not valid yet' : 'expired'}`,
    next: 'compare this clock with another one first',
    facts,
  })
})
