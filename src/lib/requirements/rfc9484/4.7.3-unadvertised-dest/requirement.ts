import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.3/unadvertised-dest',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'What becomes of packets to a destination outside the advertised routes',
  asks: 'Only destinations in an advertised range may be used. A packet to any other is a forwarding error, not a breach of protocol, and should be answered with ICMP.',
  why: 'With silence the sender retries until its timeout. With an abort one stray packet of one application ends the tunnel of all.',
  sends:
    'A few packets to an address reserved for documentation that lies outside all advertised routes; ICMP, its source and code are recorded, and a canary shows whether the tunnel is still up.',
  counts: {
    pass: 'ICMP unreachable comes back and the stream stays open',
    info: 'the packet is forwarded, dropped in silence, or the stream is aborted',
    inconclusive:
      'the routes cover the whole family, so that nothing is outside; or the ICMP comes from a router beyond the proxy',
  },
  hint: 'Look for a forwarding path that drops without ICMP, or one that treats a policy miss as a protocol error.',
  pitfalls: [
    'ICMP is rate-limited and may get lost: send several packets.',
    'The source address of the ICMP packet tells the proxy from a router behind it.',
  ],
  see: ['RFC 9484 section 7.2.1', 'RFC 4443 section 3.1', 'RFC 792'],
})
