import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5/client-first-flight',
  level: 'should',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'The first registration travels with the first inner packets',
  asks: 'A client should send REGISTER_CLIENT_CID together with its first flight, and should use the tunnel while forwarding is not ready.',
  why: 'A client that waits for the acknowledgement first adds a round trip to each connection, and one per proxy in a chain.',
  sends:
    'A scripted proxy notes when REGISTER_CLIENT_CID and the first inner packet arrive, delays its acknowledgement, and watches whether the client goes on in the tunnel meanwhile.',
  counts: {
    pass: 'the capsule and the first inner packets arrive in the same flight',
    warn: 'the client waits a round trip for the acknowledgement before it sends',
    inconclusive: 'the client sends no inner packets, or the timing is too close to tell',
    notApplicable: 'the client registers no connection IDs',
  },
  hint: 'Look for a start-up state machine that treats registration as a precondition of the tunnel.',
  pitfalls: ['In HTTP/1.1 nothing may go out before the 101, so one round trip is expected there.'],
  see: ['draft-ietf-masque-quic-proxy section 5.9', 'draft-ietf-masque-quic-proxy section 6.1', 'RFC 9931'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
