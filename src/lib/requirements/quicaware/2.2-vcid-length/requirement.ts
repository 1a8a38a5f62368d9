import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/2.2/vcid-length',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Virtual connection IDs have a length that fits',
  asks: "A client VCID must be at least as long as the client CID it stands for, and any VCID length must be valid in the outer connection's QUIC version: at most 20 octets in versions 1 and 2. Equal lengths should be used where possible.",
  why: 'Short virtual IDs collide, and packets reach the wrong connection; overlong ones cannot be parsed by a QUIC stack; unequal ones change the packet size and can push it over the path MTU.',
  sends:
    'Forwarding is negotiated, then client CIDs of 4, 8 and 20 octets are registered, within the announced limit; the length of each VCID in the ACK capsules is compared.',
  counts: {
    pass: 'each VCID is as long as its connection ID and within the limit of the version',
    fail: 'in three runs a client VCID is shorter than its connection ID, or longer than 20 octets on QUIC version 1 or 2',
    warn: 'the lengths differ where equal ones were possible',
    info: 'forwarding is not negotiated, so length zero is required',
    inconclusive: 'every registration is refused with CLOSE or stays unanswered',
  },
  hint: 'Look for a VCID generator with a fixed length that ignores the length of the registered connection ID.',
  pitfalls: [
    'A client CID of more than 20 octets cannot get a valid VCID on version 1 or 2; CLOSE is the expected answer.',
  ],
  see: [
    'draft-ietf-masque-quic-proxy section 5.3',
    'draft-ietf-masque-quic-proxy section 5.4',
    'RFC 9000 section 17.2',
  ],
  status: {kind: 'planned', waitsFor: 'extension'},
})
