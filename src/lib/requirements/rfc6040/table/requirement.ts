import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc6040/-/table',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'safe',
  needs: [],
  title: 'The table of ECN marks that enter and leave an IP tunnel',
  asks: 'Section 4: the entrance copies the inner mark outwards, or sets Not-ECT in compatibility mode. At the exit an outer CE makes an ECT packet CE and a Not-ECT packet is dropped; outer ECT(1) turns inner ECT(0) into ECT(1); inner CE is never cleared.',
  why: 'A Not-ECT packet turned into ECT or CE tells an end host of congestion it cannot understand; a cleared CE hides congestion, and the flow keeps pushing.',
  sends:
    'The four inner marks are crossed with the four outer ones, where the outer path can be marked, and what leaves the tunnel is compared with the table. It applies where congestion control is off for the outer packets; elsewhere it shows what a proxy ought not to do.',
  counts: {
    info: 'which model the marks follow, and any cell where Not-ECT became ECT or CE, or CE was lost',
    notApplicable: 'CONNECT-UDP, which has no inner IP header, or an outer connection with congestion control',
  },
  hint: 'ECT(0) inside with ECT(1) outside comes out as ECT(1): that is the table, not a fault.',
  pitfalls: [
    'RFC 9298 rules the table out for CONNECT-UDP; RFC 9484 does so for an outer connection with congestion control.',
    'Routers on the way may bleach marks: record the mark that arrives at the proxy, not only the one that was sent.',
  ],
  see: ['RFC 9298 section 6.2', 'RFC 9484 section 10.2'],
  status: {kind: 'method'},
})
