import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.2/abort-if-mtu-low',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'opt-in',
  needs: ['netem'],
  title: 'A tunnel with IPv6 that cannot carry 1280 octets is aborted',
  asks: 'An endpoint that carries IPv6 in DATAGRAM frames must abort the request stream once it detects that the QUIC MTU is too low for 1280 octets.',
  why: 'A tunnel that stays open below 1280 is a black hole: small packets pass, full ones vanish, and the client sees no reason to switch to another path.',
  sends:
    'Opens a tunnel with our max_datagram_frame_size at 1200, and in another run narrows the outer path to 1250 to 1300 octets. The responder sends IPv6 packets of 1280 octets.',
  counts: {
    pass: 'the stream is aborted, IPv6 is never assigned, or capsules carry the packets',
    fail: 'with max_datagram_frame_size too small, IPv6 assigned and routed, small echoes pass, 1280 octets vanish and the stream stays open, 3 times',
    warn: 'the same on a narrowed path, where nothing proves that the endpoint detected it',
    inconclusive: 'no IPv6 in the tunnel, the small echo is lost, or the path is below the 1200 octets that QUIC needs',
  },
  hint: "Look where the peer's max_datagram_frame_size is read: it has to be compared with 1280 plus the overhead when IPv6 is assigned.",
  pitfalls: [
    'A tunnel that carries only IPv4 may stay open at any MTU.',
    'The abort is required here, so a test that calls it a fault must not run below 1280.',
  ],
  see: ['RFC 9221 section 3', 'RFC 8200 section 5'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
