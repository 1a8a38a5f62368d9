import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'transport/-/df',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Where the rules on DF and on MTU signals of a UDP proxy come from',
  asks: 'The draft wants DF set on all packets to the target and no IPv6 Fragment header, and proposes that the proxy tells the client its interface MTU and passes Packet Too Big on. It sets no requirement.',
  why: 'A proxy that lets its packets be fragmented makes an inner path MTU search succeed at sizes that are fragile; one that passes no MTU signal leaves the client to find the limit by probing.',
  sends:
    'Nothing of its own; the requirements rfc9298/3.1/df-bit and rfc9298/3.1/no-fragmentation observe the part that became a rule.',
  counts: {
    info: 'which of the wishes became a rule: no fragmentation by the proxy and DF on IPv4; telling the client the MTU and passing Packet Too Big on did not',
    inconclusive: 'none of those requirements was run',
  },
  hint: 'Remember that plain CONNECT-UDP has no signal for the MTU towards the target: clients find it with DPLPMTUD.',
  pitfalls: [],
  see: ['RFC 9298 section 3.1', 'RFC 8899 section 4'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
