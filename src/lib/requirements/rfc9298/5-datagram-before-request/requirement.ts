import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/5/datagram-before-request',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'A datagram that arrives before its request does no harm',
  asks: 'A datagram that reaches the proxy before its request shall be dropped silently or held for about a round trip.',
  why: 'QUIC does not keep order between DATAGRAM frames and streams. A proxy that closes the connection then fails at random on any network that reorders packets.',
  sends:
    'DATAGRAM frames for the next request stream, 50 ms later its HEADERS, then an echo; the responder sees whether the early payloads are delivered.',
  counts: {
    pass: 'no error, whether the early payloads are dropped or delivered',
    fail: 'the connection is closed, or the later request is refused, because of the early datagrams',
    info: 'whether they were held and delivered, or dropped',
    inconclusive: 'a request without early datagrams fails as well',
  },
  hint: "Look for a lookup of the stream that treats 'not yet open' as an error instead of dropping or queueing.",
  pitfalls: ["A stream ID beyond the peer's stream limit is another matter: use the next one in order."],
  see: ['RFC 9297 section 2.1'],
})
