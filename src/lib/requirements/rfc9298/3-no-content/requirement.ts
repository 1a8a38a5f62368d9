import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3/no-content',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Neither the request nor a successful response carries message content',
  asks: 'Requests and successful responses for UDP proxying have no message content, because what follows the header section is capsules. Content-Length, Content-Type and Transfer-Encoding must therefore be absent.',
  why: 'With such a field a receiver or intermediary takes the capsules for a body: it waits for a length, decodes chunks or caches, and the tunnel stalls or is corrupted.',
  sends:
    "A valid request; the fields of the 101 or 2xx response are read raw. A scripted proxy reads the same fields in a client's request.",
  counts: {
    pass: 'none of the three fields is present',
    fail: "Content-Length, Content-Type or Transfer-Encoding is present on a success response, or on the client's request",
    inconclusive: 'no successful response was obtained',
  },
  hint: 'Look at defaults of the HTTP library: many add Content-Length: 0 or Content-Type to any response.',
  pitfalls: [
    'Read the header section raw: libraries add and hide these fields.',
    'An intermediary may have added the field; Via and Server help to tell.',
  ],
  see: ['RFC 9297 section 3.2'],
})
