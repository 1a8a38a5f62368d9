import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5.9/client-cid-choice',
  level: 'should',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Client connection IDs are long, random and not those of the outer connection',
  asks: 'A client should pick client CIDs of at least 8 unpredictable octets and should not use the ID of its connection to the proxy.',
  why: 'Short or predictable IDs collide with those of other clients on a shared 4-tuple; the proxy rejects them, and the connection needs a second attempt.',
  sends:
    'A scripted proxy collects the connection IDs registered over several tunnels and compares their length, their variation and the outer connection ID.',
  counts: {
    pass: 'at least 8 octets, different each time, and none equal to the outer ID',
    warn: 'shorter, constant, or equal to the outer connection ID',
    inconclusive: 'too few registrations to compare',
    notApplicable: 'the client registers no connection IDs',
  },
  hint: 'Look at the connection ID generator of the inner QUIC stack; many default to 0 or 4 octets on clients.',
  pitfalls: ['With zero-length connection IDs the client only risks CLOSE; nothing is broken by it.'],
  see: ['draft-ietf-masque-quic-proxy section 5.8', 'RFC 9000 section 5.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
