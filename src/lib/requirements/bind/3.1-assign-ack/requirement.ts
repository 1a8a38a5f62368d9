import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3.1/assign-ack',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Every COMPRESSION_ASSIGN is answered by COMPRESSION_ACK or COMPRESSION_CLOSE',
  asks: 'Whoever receives a COMPRESSION_ASSIGN must accept it with COMPRESSION_ACK or reject it with COMPRESSION_CLOSE, with the same Context ID.',
  why: 'The sender of a registration that is never answered cannot know whether its datagrams are dropped. It stays with the uncompressed form or loses traffic into a context that does not exist.',
  sends:
    'Registrations of an uncompressed context 2, a compressed context 4, a target the policy refuses and an address family the proxy lacks; the answers are read in order, with ample stream credit granted. For a client, a scripted proxy registers odd Context IDs for tuples the client has not registered.',
  counts: {
    pass: 'exactly one ACK or CLOSE with the same Context ID for each registration',
    fail: 'later capsules on the open stream are answered but this one is not, for more than 5 s and in three runs; the later answers frame the silence',
    warn: 'both an ACK and a CLOSE at once, or an answer with another Context ID',
    info: 'the proxy does not enable the extension: no connect-udp-bind: ?1 in a successful response',
    inconclusive: 'the stream ends or no later capsule is answered, so the silence is not framed',
  },
  hint: 'Look for an error path (policy, address family, limit) that returns without sending COMPRESSION_CLOSE.',
  pitfalls: [
    'The peer needs stream credit: it may hold its responses back under flow control.',
    "When both sides register the same tuple, an answer to our Context ID may be followed by a CLOSE for the proxy's; that is not a second answer.",
  ],
  see: ['draft-ietf-masque-connect-udp-listen section 3.2', 'draft-ietf-masque-connect-udp-listen section 9'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
