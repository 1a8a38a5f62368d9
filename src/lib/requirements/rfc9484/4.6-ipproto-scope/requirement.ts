import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.6/ipproto-scope',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether the ipproto scope limits the protocols in the tunnel, with ICMP always let through',
  asks: 'ipproto names the one protocol the client wants, as the outermost protocol of the packets in the tunnel. ICMP is always allowed, whatever the value.',
  why: 'If the filter takes ICMP along, path MTU discovery and error reports fail inside the tunnel, and large transfers stall. If nothing is filtered, a scope for one protocol gives more than was granted.',
  sends:
    'A tunnel with ipproto 17: UDP, a TCP SYN and an ICMP echo to a responder; then the same three in an unscoped tunnel as control.',
  counts: {
    pass: 'UDP and ICMP pass, TCP does not',
    info: 'ICMP is blocked in the scoped tunnel only; TCP passes although the routes say 17; or the scope is ignored and the routes say protocol 0',
    inconclusive: 'ICMP is blocked in the unscoped control too, by policy or path, or UDP passes in neither',
  },
  hint: 'Look for a filter that compares the protocol field with the scope and has no exception for ICMP.',
  pitfalls: [
    'ICMP means protocol 1 in IPv4 and 58 in IPv6.',
    'Each probe is repeated, since a single lost packet looks like a filter.',
  ],
  see: ['RFC 9484 section 4.8', 'RFC 9484 section 4.7.3'],
})
