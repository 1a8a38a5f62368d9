/** As stable-facts.ts, of `probe ip`: what is the same in every run against the same server. */
import type {IpFacts} from '../../../src/lib/report/ip-facts.js'
import type {ProbedIp} from './cli.js'

type FamilyFacts = NonNullable<IpFacts['ipv4']>

export function stableIpFacts({ended, document, road, facts}: ProbedIp): unknown {
  const {session, ipv4, ipv6} = facts
  const found = {
    exitCode: ended.code,
    verdict: document.verdict,
    http: road.http,
    viability: road.viability,
    blame: road.blame,
    phases: road.attempts.map(({phase, outcome}) => `${phase} ${outcome}`),
    diagnosis: road.diagnosis,
    response: road.response && {
      status: road.response.status,
      headers: road.response.headers.map(([name, value]) => [name, name === 'date' ? 'DATE' : value]).sort(),
    },
    answers: facts.answers,
    because: facts.because,
    session: session && {
      assigned: session.assigned.map(({address, prefixLength, how}) => `${address}/${prefixLength} ${how}`),
      routes: session.routes.map(({start, end, protocol}) => `${start}-${end} protocol ${protocol}`),
      breaches: session.breaches,
      remarks: session.remarks,
      unknownCapsules: session.unknownCapsules,
      requestedOfUs: session.requestedOfUs,
    },
    ipv4: ipv4 && family(ipv4),
    ipv6: ipv6 && family(ipv6),
    carrier: facts.carrier,
    sessions: facts.sessions && {opened: facts.sessions.opened},
    tunnelEnding: facts.tunnelEnding,
    remarks: facts.remarks,
    notKnown: facts.notKnown,
  }
  return JSON.parse(JSON.stringify(found).replaceAll(/(?<=\blocalhost|\d|\]):\d{4,5}(?=\D)/g, ':PORT')) as unknown
}

function family({carriesUp, carriesDown, because, egress, echo, tcp, trace}: FamilyFacts): unknown {
  return {
    carriesUp,
    carriesDown,
    because,
    identity: egress.identity,
    echo: echo.map(({to, sent, received, altered, hopLimit}) => ({to, sent, received, altered, hopLimit})),
    tcp: tcp.map(({to, answer, options}) => ({to, answer, options})),
    trace: trace?.hops.map(({from, what}) => `${from} ${what}`),
  }
}
