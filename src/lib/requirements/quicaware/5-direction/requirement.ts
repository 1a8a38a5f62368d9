import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5/direction',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Each connection ID capsule is sent only by the side it belongs to',
  asks: 'Only clients must send REGISTER_CLIENT_CID, REGISTER_TARGET_CID and ACK_CLIENT_VCID; only proxies must send ACK_CLIENT_CID, ACK_TARGET_CID and MAX_CONNECTION_IDS. Either side may send CLOSE capsules.',
  why: 'A capsule from the wrong side hints at swapped code points: a registration is taken for an acknowledgement, and both ends hold different mappings.',
  sends:
    'The draft is negotiated and registrations are made; the types of all capsules received are logged. For a client, a scripted proxy logs them while inner traffic runs.',
  counts: {
    pass: 'all capsule types come from the side they belong to',
    fail: 'a proxy sends REGISTER_CLIENT_CID, REGISTER_TARGET_CID or ACK_CLIENT_VCID, or a client sends a type reserved for proxies',
    inconclusive: 'no capsule of the draft is received',
  },
  hint: 'Look at the capsule type constants: numbers off by one, or from another version of the draft.',
  pitfalls: [
    'The code points are provisional; the draft version of the peer comes first.',
    'How to react to a capsule from the wrong side is not specified, so reactions are not judged.',
  ],
  see: ['draft-ietf-masque-quic-proxy section 11', 'RFC 9297 section 3.3'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
