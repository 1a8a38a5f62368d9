import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/6.2/not-ect-to-target',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'UDP packets to the target are marked Not-ECT',
  asks: 'The proxy must set the ECN bits of UDP packets to the target to Not-ECT (00).',
  why: 'The client never learns of marks beyond the proxy. With ECT set, routers mark instead of dropping, nobody reacts, and the congestion goes on.',
  sends:
    'The responder captures the ECN bits of at least 20 packets per address family, while the client marks its outer packets ECT(0), ECT(1) and CE where it can; repeated with a second responder.',
  counts: {
    pass: "the bits are 00 on all packets, 'effective' if the path may clear them",
    fail: 'at least three packets from the proxy with other bits, also seen at a second responder or with the other six bits of the octet constant',
    warn: 'DSCP is not zero (no rule, but it makes the proxy recognisable)',
    inconclusive: 'the path is not shown to keep ECN bits, which another flow from the same network can show',
    notApplicable: 'an extension for ECN is negotiated',
  },
  hint: 'Look for a traffic class set on the egress socket, inherited from the QUIC socket or copied from the outer packet.',
  pitfalls: [
    'An old router that rewrites the whole octet can set bits: repeat from a second responder.',
    'The leak that matters most is an outer CE copied to the packet for the target.',
  ],
  see: ['RFC 3168 section 5'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
