import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5/rejected-cid',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['responder'],
  title: 'After a rejected client CID nothing passes until one is accepted',
  asks: 'A proxy that has rejected a client CID must drop all packets until it has sent an ACK_CLIENT_CID; the client must send none until then and must pick another connection ID.',
  why: 'Replies of the target to such packets cannot be routed on a shared 4-tuple, or reach the client that owns the ID already.',
  sends:
    'With port sharing accepted, a zero-length client CID is registered on a shared 4-tuple to provoke CLOSE_CLIENT_CID; then, deliberately against the rule, packets are sent in context 0. The responder logs arrivals. A control follows with an accepted ID.',
  counts: {
    pass: 'nothing arrives at the target until an ACK_CLIENT_CID was sent',
    fail: 'in three runs with sharing accepted by ?1, packets sent after the CLOSE arrive at the target',
    info: 'the proxy rejected no registration',
    inconclusive: 'packets do not arrive with an accepted connection ID either',
  },
  hint: "Look whether the reject path only sends CLOSE and leaves the tunnel's relay switched on.",
  pitfalls: [
    'Packets already in flight when the CLOSE was sent may still arrive.',
    'Clients are forbidden to send here: the test violates the rule on purpose and therefore asks for consent.',
  ],
  see: [
    'draft-ietf-masque-quic-proxy section 5.6',
    'draft-ietf-masque-quic-proxy section 5.8',
    'draft-ietf-masque-quic-proxy section 5.9.1',
  ],
  status: {kind: 'planned', waitsFor: 'extension'},
})
