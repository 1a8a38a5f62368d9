import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.4/pseudo-headers',
  level: 'must',
  binds: 'client',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'The Extended CONNECT request carries the right five pseudo-header fields',
  asks: 'The request shall have :method CONNECT, :protocol connect-udp, :authority of the proxy, and non-empty :scheme and :path from the expanded template.',
  why: "A proxy has to treat anything else as malformed: the stream is reset before the proxy's own code runs, so its log shows nothing.",
  sends:
    "A scripted proxy reads the pseudo-header fields of a client's request. A proxy under test gets the canonical request.",
  counts: {
    pass: "the client's fields are all right; the proxy accepts the canonical request",
    fail: "in the client's request a pseudo-header field is missing or has a wrong value",
    warn: 'the proxy answers the canonical request with H3_MESSAGE_ERROR or PROTOCOL_ERROR although it announced 0x08=1',
    inconclusive: 'the request is refused for another reason, such as credentials or target',
  },
  hint: 'In a client, see whether the library treats CONNECT as the classic one and drops :scheme and :path.',
  pitfalls: ['An error status is a policy answer and no sign that the fields were wrong.'],
  see: ['RFC 8441 section 4', 'RFC 9220 section 3'],
  status: {kind: 'planned', waitsFor: 'client'},
})
