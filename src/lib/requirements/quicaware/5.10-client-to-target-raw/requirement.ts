import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5.10/client-to-target-raw',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'opt-in',
  needs: ['responder'],
  title: 'The proxy forwards to the target only mapped short-header packets',
  asks: 'From the client, outside the tunnel, the proxy must forward only packets with a short header and a mapped target VCID.',
  why: "A proxy that forwards more is an open relay for spoofed packets: anyone who can guess the client's address and port reaches the target through it.",
  sends:
    "On the outer connection's socket: a long-header packet with a mapped VCID, a short-header packet with an unmapped ID, and a correct packet as a control. The responder logs arrivals, three times.",
  counts: {
    pass: 'only the control arrives, with the target CID restored and the transform undone',
    fail: 'in three runs one of the two wrong packets arrives at the target',
    inconclusive: 'the control does not arrive either',
    notApplicable: 'forwarding is not negotiated',
  },
  hint: 'Look at the order of tests on the client-facing socket: Header Form bit first, then an exact lookup of the VCID.',
  pitfalls: [
    "The proxy's outer QUIC stack sees unmapped packets too and may answer with a stateless reset.",
    "A NAT may change the source port: the packets must leave from the outer connection's own socket.",
  ],
  see: ['draft-ietf-masque-quic-proxy section 6.1', 'RFC 8999 section 5'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
