import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.2/zero-id',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'destructive',
  needs: [],
  title: 'How a proxy reacts to a Request ID that is zero or repeated',
  asks: 'The sender must not use 0 or reuse a Request ID. What the receiver does about it is left open, unless it takes the field as malformed, which would end the stream.',
  why: 'An answer with ID 0 cannot be told from an unprompted assignment, so a client with this fault gets addresses that it cannot match.',
  sends:
    'In one tunnel an ADDRESS_REQUEST with ID 0; in another the same non-zero ID in two requests. Answers and the end of the stream are recorded, each time with a canary afterwards.',
  counts: {
    pass: 'the stream is ended with an error',
    info: 'the request is answered or ignored; answering a repeated ID even follows from the duty to respond',
    inconclusive: 'a valid ADDRESS_REQUEST gets the same treatment',
  },
  hint: 'Look at whether Request IDs are checked at all, and whether a repeated ID overwrites the state of the first request.',
  pitfalls: [
    'The rule obliges the sender; taking ID 0 as malformed on receipt is an interpretation.',
    'One case per tunnel, since the first may end it.',
  ],
  see: ['RFC 9297 section 3.3'],
})
