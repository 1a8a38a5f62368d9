import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5/early-buffer',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Packets that overtake the first registration are held, not lost',
  asks: 'With port sharing a proxy should keep a reasonable number of incoming packets while it waits for the first REGISTER_CLIENT_CID.',
  why: 'Datagrams overtake capsules easily. If the first flight is thrown away, each such connection starts with a retransmission timeout of a second.',
  sends:
    'With port sharing, datagrams of Initial size go out 50 ms before REGISTER_CLIENT_CID, five times; control runs send the capsule first. The responder counts arrivals.',
  counts: {
    pass: 'the early datagrams arrive once the capsule was processed',
    warn: 'they are lost in at least three of five runs while the control with the capsule first delivers',
    info: 'the proxy answers neither Proxy-QUIC-Forwarding nor Proxy-QUIC-Port-Sharing with ?1, so nothing binds it',
    inconclusive: 'datagrams are lost in the control runs too',
  },
  hint: 'Look what happens to a datagram on a stream whose mapping does not exist yet: dropped, or queued for about a round trip.',
  pitfalls: ['Loss alone says nothing: the control with the capsule first frames it.'],
  see: ['RFC 9298 section 5'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
