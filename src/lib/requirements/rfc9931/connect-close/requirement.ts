import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9931/-/connect-close',
  level: 'must',
  binds: 'proxy',
  over: ['1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A rejected HTTP/1.1 CONNECT closes the connection and nothing behind it is processed',
  asks: 'A proxy that rejects a CONNECT over HTTP/1.1 must close the connection and must not process what follows on it. It may keep the connection for clients that it knows to wait for the answer.',
  why: "A client that sends tunnel data before the answer hands those octets to the proxy as a next request. Whoever controls that data smuggles requests through the client's authenticated connection.",
  sends:
    "CONNECT to a target that the proxy refuses, with a GET for the proxy's own origin pipelined in the same segment; then it reads until the connection closes and notes whether the GET was answered.",
  counts: {
    pass: 'an error response, then the connection closes and the pipelined GET stays unanswered',
    fail: 'the pipelined GET is answered after the refusal of CONNECT',
    info: 'CONNECT is not supported at all (404, 405 or 501) and the connection is kept, which is no refusal by a proxy',
    inconclusive: 'CONNECT was not refused, or the connection broke before any response',
  },
  hint: 'Look for the HTTP/1.1 keep-alive loop: a refused CONNECT returns to it like any other 4xx and the parser reads on.',
  pitfalls: [
    'The rule covers the classic CONNECT method, not an Upgrade request.',
    'Known-good clients may be exempt: use a User-Agent and credentials that no documentation lists as such.',
    'A proxy released before 2026 predates the rule, so the date of the requirement belongs beside the finding.',
    'A server that is no CONNECT proxy answers 404, 405 or 501; that is not a rejection in the sense of the rule.',
  ],
  see: ['RFC 9110 section 9.3.6', 'RFC 9112 section 9.6'],
})
