import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.5/2xx',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'Over HTTP/2 and HTTP/3 success is a 2xx that can carry capsules',
  asks: "Success shall be a 2xx status that meets the Capsule Protocol's rules: not 204, 205 or 206, and without Content-Length, Content-Type or Transfer-Encoding.",
  why: 'Clients and intermediaries end the stream or wait for a body when they see one of these; the tunnel dies although both sides think they agreed.',
  sends: 'A valid request; status and fields of the response are read raw.',
  counts: {
    pass: '200 or another permitted 2xx, without a forbidden field',
    fail: '204, 205, 206 or 101, or a forbidden field on the success response',
    warn: 'Capsule-Protocol: ?1 is missing',
    inconclusive: 'no success could be obtained',
  },
  hint: 'Look at what the HTTP library sets by itself: Content-Length: 0, a content type, or 204 for an empty handler.',
  pitfalls: ['An intermediary may have added the field; Via and Server help to tell.'],
  see: ['RFC 9297 section 3.2', 'RFC 9297 section 3.4', 'RFC 9113 section 8.6', 'RFC 9114 section 4.5'],
})
