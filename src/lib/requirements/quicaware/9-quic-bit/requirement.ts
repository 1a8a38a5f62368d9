import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/9/quic-bit',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'The proxy does not use the QUIC bit to recognise QUIC',
  asks: 'With forwarding enabled a proxy must not rely on the fixed bit of version 1 to identify QUIC packets, and should send and accept the grease_quic_bit transport parameter.',
  why: 'Clients and targets that grease the bit, or future versions without it, lose a part of their packets on the forwarding path, seemingly at random.',
  sends:
    "The proxy's transport parameters are searched for 0x2ab2. With the identity transform, mapped short-header packets with the bit cleared and with it set are sent from client and responder, and arrivals on the other side are counted. For a client, a scripted proxy reads its parameters.",
  counts: {
    pass: 'the parameter is present, and packets are forwarded with the bit cleared too',
    warn: 'the parameter is absent, or in at least three runs packets with the bit cleared are dropped while those with it set pass',
    inconclusive: 'a middlebox drops such packets, or those with the bit set are lost as well',
    notApplicable: 'forwarding is not negotiated',
  },
  hint: 'Look for a first-octet filter on the UDP socket that sorts QUIC from other protocols.',
  pitfalls: [
    'scramble-dt randomises the bit anyway: the test runs with identity.',
    'Load balancers and outer stacks in front may drop such packets without any fault of the proxy, so this is no failure.',
  ],
  see: ['RFC 9287 section 3', 'RFC 8999 section 5.2'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
