import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/5.2/ttl-nonreq',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Who lowers the Hop Limit, and whether the proxy translates addresses',
  asks: 'Both are out of scope here: the Hop Limit is the business of a router behind the proxy (RFC 9484 settled it later), and NAT is left to extensions. No level is stated.',
  why: 'If nobody lowers it, packets can loop between tunnel and network; if both ends do, traceroute shows hops that do not exist.',
  sends:
    'Nothing of its own; coverage is taken from rfc9484/7.2/ttl-decrement-encap, rfc9484/7.2/ttl-no-decrement-decap and rfc9484/7.2/ttl-expiry-icmp.',
  counts: {
    info: 'how those requirements came out',
    inconclusive: 'the requirements it rests on were not run, or came out inconclusive',
  },
  hint: 'Look at RFC 9484 for the rule: lowered upon encapsulation, not upon decapsulation.',
  pitfalls: ['A kernel that routes between tunnel and network lowers the value itself, beside the proxy.'],
  see: ['RFC 9484 section 7.2'],
  status: {
    kind: 'covered',
    by: ['rfc9484/7.2/ttl-decrement-encap', 'rfc9484/7.2/ttl-no-decrement-decap', 'rfc9484/7.2/ttl-expiry-icmp'],
  },
})
