import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/6.1/client-wait',
  level: 'must',
  binds: 'client',
  over: ['3'],
  runClass: 'safe',
  needs: ['mock-origin'],
  title: 'A client forwards only what has been acknowledged, and short headers only',
  asks: 'A client must wait for ACK_TARGET_CID before it forwards, must never forward long headers or packets for a rejected ID, and must use the VCID, on the 4-tuple of the outer connection.',
  why: "Packets that come too early or with the real target CID are dropped by the proxy, and the target CID is shown to every observer on the client's link.",
  sends:
    'A scripted proxy accepts forwarding, delays ACK_TARGET_CID, in another run rejects with CLOSE_TARGET_CID; packets on the client-to-proxy 4-tuple that do not belong to the outer connection are inspected.',
  counts: {
    pass: 'forwarded packets come only after the acknowledgement, with short header and the VCID',
    fail: 'a packet is forwarded before the ACK, after a CLOSE, or with a long header',
    inconclusive: 'the client sends no inner traffic during the run',
    notApplicable: 'the client does not ask for forwarding',
  },
  hint: 'Look at the condition that opens the fast path: it must be the received ACK_TARGET_CID, not the sent registration.',
  pitfalls: ['Packets in flight when a CLOSE for an acknowledged ID arrives are no violation.'],
  see: ['draft-ietf-masque-quic-proxy section 5.4', 'draft-ietf-masque-quic-proxy section 5.10'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
