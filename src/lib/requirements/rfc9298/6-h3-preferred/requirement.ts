import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/6/h3-preferred',
  level: 'should',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'UDP proxying is offered over HTTP/3',
  asks: 'UDP proxying should run over HTTP/3, so that payloads can travel in DATAGRAM frames.',
  why: 'Over TCP one lost segment holds up all packets behind it, and inner and outer retransmissions compete: calls stutter and QUIC inside slows down.',
  sends: 'The client tries HTTP/3, HTTP/2 and HTTP/1.1 in turn, and reads ALPN, Alt-Svc and the HTTPS record.',
  counts: {
    pass: 'a tunnel opens over HTTP/3',
    warn: "only HTTP/2 or HTTP/1.1 is offered, while QUIC packets demonstrably reach the proxy's host",
    inconclusive: "no QUIC reply of any kind: UDP to the proxy's port may be blocked between tester and proxy",
  },
  hint: 'Check that the QUIC listener is on, that UDP 443 is open in the firewall, and that Alt-Svc or an HTTPS record names it.',
  pitfalls: ['Silence on UDP may be a firewall near the tester: try another vantage point.'],
  see: ['RFC 9114 section 3.1'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
