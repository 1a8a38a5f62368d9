import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3.1/no-repeat-assign',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'A Context ID is assigned at most once per request, even after it was closed',
  asks: 'An endpoint must not send two COMPRESSION_ASSIGN capsules with the same Context ID, not even after that context was closed.',
  why: 'A late datagram of the old context would be read in the new one and reach the wrong tuple. The peer must treat the repetition as malformed, and the tunnel ends.',
  sends:
    'All COMPRESSION_ASSIGN capsules of the peer are logged; contexts it opens are closed again and again while sources of the responder keep sending. For a client, a scripted proxy closes its contexts.',
  counts: {
    pass: 'no Context ID is repeated',
    fail: 'the same Context ID in two COMPRESSION_ASSIGN capsules on one stream',
    inconclusive: 'the peer registered no context, or only one',
  },
  hint: 'Look for a free list that hands out closed Context IDs again instead of a counter that only grows.',
  pitfalls: ['The same ID on another request stream is a different context and no repetition.'],
  see: ['draft-ietf-masque-connect-udp-listen section 3.3', 'RFC 9298 section 4'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
