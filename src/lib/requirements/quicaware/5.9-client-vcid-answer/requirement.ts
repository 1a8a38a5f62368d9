import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5.9/client-vcid-answer',
  level: 'must',
  binds: 'client',
  over: ['3'],
  runClass: 'safe',
  needs: ['mock-origin'],
  title: 'A client answers each offered virtual connection ID',
  asks: 'With forwarding a client must answer ACK_CLIENT_CID by ACK_CLIENT_VCID or close the registration; without forwarding it must never send ACK_CLIENT_VCID.',
  why: 'Until the answer comes the proxy may not forward: the user pays for registration and gets only the tunnel, with no sign of why.',
  sends:
    'A scripted proxy accepts forwarding, sends ACK_CLIENT_CID with a VCID, and waits five seconds; in another run it declines forwarding, sends an empty VCID, and watches for ACK_CLIENT_VCID.',
  counts: {
    pass: 'ACK_CLIENT_VCID or CLOSE_CLIENT_CID follows with forwarding, and none is sent without',
    fail: 'no answer within five seconds on a live tunnel, or ACK_CLIENT_VCID without forwarding',
    inconclusive: 'the client registers no CID, or ends the tunnel before the answer is due',
    notApplicable: 'the client does not ask for forwarding',
  },
  hint: 'Look whether the handler of ACK_CLIENT_CID replies to repeated registrations as well as to the first.',
  pitfalls: [
    'The stream is reliable, so a missing capsule is not loss; inner traffic must still flow for the silence to count.',
  ],
  see: ['draft-ietf-masque-quic-proxy section 5.5', 'draft-ietf-masque-quic-proxy section 5.9.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
