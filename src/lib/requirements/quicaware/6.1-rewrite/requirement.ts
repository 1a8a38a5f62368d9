import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/6.1/rewrite',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Swapping connection IDs changes the packet by exactly their difference in length',
  asks: 'The sender of a forwarded packet must replace the CID by the VCID and must grow or shrink the packet by the difference in length; both sides must cope with unequal lengths.',
  why: 'One octet too many or too few and packet protection fails: every forwarded packet is discarded by the inner QUIC stack, and the connection stalls.',
  sends:
    'Client CIDs are registered that are shorter than the VCIDs given; the responder sends known short-header packets of several sizes, and the forwarded packets are compared octet by octet after undoing the transform. For a client, a scripted proxy gives VCIDs of another length.',
  counts: {
    pass: "the length is the original plus the difference of the IDs, and all else equals the transform's output",
    fail: 'octets are lost, padded or misplaced in three packets, while the test vector checks out',
    inconclusive: 'no packets arrive forwarded, or only sizes near the path MTU are lost',
    notApplicable: 'forwarding is not negotiated',
  },
  hint: 'Look for an in-place overwrite of the connection ID that assumes equal lengths.',
  pitfalls: ['Near the path MTU a packet that has grown may be dropped on the path: sizes well below it are compared.'],
  see: ['draft-ietf-masque-quic-proxy section 5.3', 'draft-ietf-masque-quic-proxy section 6.3', 'RFC 8999 section 5.2'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
