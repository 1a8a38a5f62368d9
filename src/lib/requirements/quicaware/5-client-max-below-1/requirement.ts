import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5/client-max-below-1',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'destructive',
  needs: ['mock-origin'],
  title: 'A client resets the stream on MAX_CONNECTION_IDS below 1',
  asks: 'A client that receives MAX_CONNECTION_IDS with a value below 1 must reset the stream with H3_DATAGRAM_ERROR.',
  why: 'A client that takes the value at face waits for a permission that is never consistent with what it has already sent, and the bug of the proxy stays hidden.',
  sends:
    'A scripted proxy negotiates the draft, sends MAX_CONNECTION_IDS with the value 0, and watches the request stream, three times.',
  counts: {
    pass: 'the stream is reset with H3_DATAGRAM_ERROR (0x33), or aborted in any way on HTTP/1.1 and HTTP/2',
    fail: 'the stream stays open and in use, in three runs',
    warn: 'the stream is reset with another code on HTTP/3',
    inconclusive: 'the client is gone for another reason before the capsule was delivered',
    notApplicable: 'the client registers no connection IDs',
  },
  hint: 'Look for a handler that only takes the larger of old and new maximum and so never notices an illegal value.',
  pitfalls: ['HTTP/1.1 and HTTP/2 have no such error code.'],
  see: ['RFC 9297 section 5.2', 'draft-ietf-masque-quic-proxy section 5.7'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
