import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.2/ttl-no-decrement-decap',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'What happens to the hop count on the way out of the tunnel',
  asks: 'On decapsulation the Hop Count is not decremented for the tunnel. A kernel router behind a TUN device usually decrements when it forwards.',
  why: 'If both the library and the kernel decrement here, paths look longer than they are, and tests or protocols that rely on a TTL of 1 or 255 fail.',
  sends:
    "Sends probes with hop limit 1, 2 and 3 through the tunnel and notes the source of each Time Exceeded. A responder, best on the proxy's link, reads the arriving TTL.",
  counts: {
    pass: "a responder on the proxy's link gets the packet with hop limit 1, or the arriving TTL equals the one sent",
    info: 'Time Exceeded from the proxy for hop limit 1, one or more decrements, or a TTL that rises or is rewritten to a constant',
    inconclusive: "the responder is not on the proxy's link and the number of hops is unknown",
  },
  hint: 'Look at who forwards after decapsulation: kernel forwarding from a TUN device costs one hop by nature.',
  pitfalls: [
    "The sending client must leave its own packets' TTL alone: libraries that decrement on every write shift the result by one.",
  ],
  see: ['RFC 1812 section 5.3.1'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
