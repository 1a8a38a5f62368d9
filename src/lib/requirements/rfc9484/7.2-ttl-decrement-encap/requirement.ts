import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.2/ttl-decrement-encap',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'How often the hop count drops on the way into the tunnel',
  asks: 'An endpoint that forwards will decrement the Hop Limit or TTL once, right before the packet goes into an HTTP Datagram. Packets it generates itself are exempt.',
  why: 'Without a decrement a routing loop through the tunnel never ends. With two, traceroute shows a hop that does not exist and short TTLs expire early.',
  sends:
    "The responder sends packets with rising TTL to the client and finds the smallest that reaches the client and the smallest that reaches the proxy's own address, 5 or more times each.",
  counts: {
    pass: 'the two values differ by one, and the TTL seen at the client agrees',
    info: 'the difference is 0 (a loop would not end) or 2 (library and kernel both decrement), or the TTL is reset to a constant',
    inconclusive: 'the proxy does not answer, paths are asymmetric, or a separate NAT decrements too',
  },
  hint: "Look for a decrement in the library in addition to the kernel's forwarding, or for neither.",
  pitfalls: [
    'A gateway or NAT machine of its own adds to the difference: report what takes effect.',
    'A packet that arrives with TTL 0 is judged in rfc9484/7.2/ttl-expiry-icmp.',
  ],
  see: ['RFC 1812 section 5.3.1', 'RFC 8200 section 3'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
