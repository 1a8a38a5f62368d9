import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.1/request-id',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Assigned addresses carry the Request ID they answer, or zero',
  asks: 'An entry that answers a request must carry the Request ID of that request; an entry that answers none must carry 0.',
  why: 'The client matches answers by this number. With a wrong one it waits for an answer that has long arrived, or takes the address for a different request.',
  sends:
    'Before any request, unprompted entries are recorded; then requests with distinctive Request IDs are sent and the IDs in the answers compared.',
  counts: {
    pass: 'the first answer has the ID of the request, and unprompted entries have 0',
    fail: 'a non-zero ID that was never used on this stream, or an address offered with a non-zero ID before any request',
    info: 'whether entries repeated in later full lists carry the old ID or 0',
    inconclusive: 'no ADDRESS_ASSIGN is received',
  },
  hint: "Look for a constant or a counter of the proxy's own in the Request ID field.",
  pitfalls: [
    'An answer may also hold entries with ID 0 that answer nothing.',
    'An unprompted assignment can cross the request on the wire: first an entry with 0, later the answer with the ID.',
  ],
  see: ['RFC 9484 section 4.7.2'],
})
