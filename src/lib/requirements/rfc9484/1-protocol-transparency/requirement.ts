import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/1/protocol-transparency',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['responder', 'raw'],
  title: 'Which IP protocols the tunnel carries',
  asks: "IP proxying is not tied to TCP and UDP: a tunnel without scope, or one scoped to the protocol's number, can carry any IP protocol.",
  why: 'Users of IPsec, SCTP or GRE get a tunnel that comes up and carries none of their packets, with nothing that says so.',
  sends:
    'One packet each of SCTP (132), ESP (50), GRE (47), UDP-Lite (136), DCCP (33) and 253, in an unscoped tunnel and in one scoped to that number. A responder captures.',
  counts: {
    pass: 'the packet arrives',
    info: 'which protocols do not pass; a scope accepted and a route advertised for one that never does is pointed out',
    inconclusive: 'the direct path drops the protocol as well',
  },
  hint: 'Look at the NAT: without a helper it has no ports to map for these protocols and drops them.',
  pitfalls: ['Protocols without ports cannot pass a NAT that works by ports.'],
  see: ['RFC 9484 section 4.6', 'RFC 9484 section 8.3'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
