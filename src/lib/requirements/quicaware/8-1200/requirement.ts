import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/8/1200',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'A 1200-octet packet fits into one HTTP Datagram',
  asks: 'HTTP Datagrams between a client and a QUIC-aware proxy must be able to carry at least 1200 octets of payload.',
  why: 'A QUIC Initial is at least 1200 octets long. If it does not fit, no QUIC connection through the proxy ever starts, and the client sees only a timeout.',
  sends:
    'A small echo, a PING padded to the needed packet size on the outer connection, then a 1200-octet payload in a DATAGRAM frame that the responder echoes, three times; max_datagram_frame_size is noted.',
  counts: {
    pass: 'the 1200-octet payload comes back',
    fail: "with the draft negotiated and the padded probe acknowledged, 1200 octets are lost three times while small echoes return, or the peer's max_datagram_frame_size rules them out",
    info: 'the proxy answers neither Proxy-QUIC-Forwarding nor Proxy-QUIC-Port-Sharing with ?1, so nothing binds it',
    inconclusive: 'the outer path does not carry packets of that size, or even small payloads are lost',
  },
  hint: "Look at the outer connection's initial packet size and at max_datagram_frame_size: 1200 octets plus Quarter Stream ID, Context ID and QUIC overhead must fit.",
  pitfalls: ['Loss alone is no failure: a probe of the same size on the outer connection, and small echoes, frame it.'],
  see: ['RFC 9221 section 3', 'RFC 9000 section 14.1', 'RFC 9298 section 6.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
