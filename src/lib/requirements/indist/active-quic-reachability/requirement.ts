import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-quic-reachability',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether what is announced and what can be reached over TCP and UDP agree',
  asks: 'HTTP/3 is found by Alt-Svc or an HTTPS record, and a server may answer QUIC without either. No document asks that the announcements be complete.',
  why: 'A host that answers QUIC unannounced, or has UDP open and TCP closed, looks like no Web site; a dead announcement costs clients a timeout each.',
  sends:
    'Reads Alt-Svc and HTTPS records, then tries TCP and UDP on each announced port and on 443, over IPv4 and IPv6; a known HTTP/3 site serves as control for UDP.',
  counts: {
    pass: 'what is announced is reachable, and the other way round',
    info: 'where the two differ: QUIC without announcement, dead announcements, UDP only',
    inconclusive: 'the control site cannot be reached over UDP from here',
  },
  hint: 'Look at firewall rules for UDP per address family, and at the Alt-Svc field of the TCP side.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'UDP may be blocked on our own path: hence the control.',
    'Caches may hold an older announcement.',
  ],
  see: ['RFC 9114 section 3.1', 'RFC 9460'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
