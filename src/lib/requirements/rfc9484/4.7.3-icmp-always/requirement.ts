import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.3/icmp-always',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether ICMP passes on routes that are limited to another protocol',
  asks: 'The protocol field of a range limits what may be sent there, but ICMP is always allowed.',
  why: 'Where a proxy filters ICMP along with the rest, path MTU discovery and error reports fail, and large packets vanish without a trace.',
  sends:
    'In a tunnel whose routes say protocol 17 only, an ICMP echo to a responder inside the range; the same in a tunnel whose routes say protocol 0 as control.',
  counts: {
    pass: 'the echo comes back',
    info: 'ICMP is blocked, although it passes in the tunnel whose routes say protocol 0',
    inconclusive: 'ICMP is blocked in the control too, or no route has a non-zero protocol',
  },
  hint: 'Look for a route lookup by address and protocol that has no exception for 1 and 58.',
  pitfalls: ['ICMP is protocol 1 in IPv4 and 58 in IPv6.', 'Repeat the echo: a single loss looks like a filter.'],
  see: ['RFC 9484 section 4.6', 'RFC 9484 section 4.8'],
})
