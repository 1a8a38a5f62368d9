import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.2.1/icmp-onpath-router',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['responder', 'raw', 'second-ip'],
  title: 'Whether ICMP from a router on the path finds the client it concerns',
  asks: 'ICMP messages can originate from neither the peer nor the target. What they quote tells whose packet they are about.',
  why: 'A proxy that matches by outer source alone handles errors from the target and loses those from routers: path MTU discovery and traceroute fail for everything in between.',
  sends:
    "Tunnels A and B have flows to one target, with equal ports if possible. From a second address come errors that quote A's packet, B's, a packet nobody sent, and one with a wrong port.",
  counts: {
    pass: "A's quotation reaches only A, B's only B, the forged ones nobody, each translated to inner addresses",
    info: 'dropped, delivered to the wrong client or to both, forged quotations delivered; which quotation lengths are accepted',
    inconclusive: 'third-party ICMP is filtered before the proxy, as a real TTL expiry on the path shows',
  },
  hint: 'Look for a lookup keyed by the outer source address instead of by the quoted 5-tuple.',
  pitfalls: [
    "A cloud's connection tracking drops ICMP that matches no state.",
    'IPv4 ID and checksum change at a NAT: take the quotation from the packet captured at the responder.',
    'On a shared address the wrong delivery is a violation: see rfc9484/11/icmp-shared-address.',
  ],
  see: ['RFC 9484 section 11', 'RFC 5508 section 4.2'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
