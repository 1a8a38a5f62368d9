import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5.10/target-vcid-conflict',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Target virtual connection IDs collide with nothing on the 4-tuple',
  asks: 'The proxy must choose target VCIDs that neither equal nor prefix, nor are prefixed by, any other connection ID on the client-to-proxy 4-tuple.',
  why: 'A forwarded packet would be taken for one of the outer connection or of another target: it fails decryption, or lands at the wrong server.',
  sends:
    'Several target CIDs are registered on one connection; each target VCID is compared with the connection IDs of the outer connection and with all other VCIDs that are still active.',
  counts: {
    pass: 'no VCID equals or prefixes another active connection ID',
    fail: 'in three runs two active IDs on the 4-tuple are equal or one is a prefix of the other',
    inconclusive: 'no target VCID is given, or too few to compare',
    notApplicable: 'forwarding is not negotiated',
  },
  hint: "Look whether VCIDs are allocated from the same table as the outer connection's IDs, so that clashes are seen.",
  pitfalls: ['Only connection IDs that are still active count.'],
  see: ['draft-ietf-masque-quic-proxy section 2.2', 'draft-ietf-masque-quic-proxy section 5.8'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
