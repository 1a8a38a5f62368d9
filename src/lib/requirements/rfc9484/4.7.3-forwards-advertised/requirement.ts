import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.3/forwards-advertised',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether packets to advertised ranges are really forwarded',
  asks: 'By advertising a range, an endpoint says that it has a route to it and will forward the packets its peer sends there.',
  why: "Clients install what is advertised. If the proxy drops it, for instance a default route for a family without egress, the user's traffic disappears although a working path may exist outside the tunnel.",
  sends:
    "Echoes to the tester's own responder inside an advertised range, repeated, next to a canary that is known to work; for each family the advertised routes are compared with the assigned addresses.",
  counts: {
    pass: 'packets to the range are forwarded',
    info: 'ICMP is returned, nothing arrives though the canary is good, or a default route comes for a family without an assigned address',
    inconclusive: "it is not known whether the proxy's network can reach the responder at all",
  },
  hint: 'Look for a default route that is advertised for both families regardless of what the host can reach.',
  pitfalls: [
    'Probe only hosts you operate; elsewhere use packets with a small Hop Count.',
    'A filter behind the proxy drops packets too: look for ICMP that explains it.',
  ],
  see: ['RFC 9484 section 7.2', 'RFC 9484 section 7.2.1'],
})
