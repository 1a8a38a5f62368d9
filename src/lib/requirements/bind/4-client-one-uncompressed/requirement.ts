import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/4/client-one-uncompressed',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'The client has at most one uncompressed context open',
  asks: 'A client must not open an uncompressed Context ID while another one is open.',
  why: 'The proxy must treat the second one as malformed and end the stream, with all contexts of that tunnel.',
  sends:
    "A scripted proxy enables bound mode, acknowledges the client's registrations and counts those with IP Version 0, also across a CLOSE and a new one.",
  counts: {
    pass: 'at most one uncompressed context is open at any time',
    fail: 'a second registration with IP Version 0 while the first was neither closed nor rejected',
    inconclusive: 'the client opens no uncompressed context',
  },
  hint: "Look for a registration per socket or per peer in the client's library, all sharing one tunnel.",
  pitfalls: ['After a COMPRESSION_CLOSE from either side a new one under another ID is right.'],
  see: [],
  status: {kind: 'planned', waitsFor: 'extension'},
})
