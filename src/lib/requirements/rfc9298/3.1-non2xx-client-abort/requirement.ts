import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/non2xx-client-abort',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'After any answer but a success the client gives up the request',
  asks: 'Any response that is not a success means that the request failed, and the client must abort it.',
  why: 'A client that goes on sends user data into a refused tunnel, or hands datagrams to its application from a party that never promised to proxy them.',
  sends:
    'A scripted proxy answers with 3xx, 4xx and 5xx in turn and then sends datagrams on the same request; what the client sends after it acknowledged the response and what its application receives is recorded.',
  counts: {
    pass: 'the client reports failure or starts a new request, such as with credentials, and ignores datagrams on the failed one',
    fail: 'after a final non-success the client sends tunnel data or delivers the scripted datagrams to its application',
    warn: 'the client follows a redirect by itself, which takes target and credentials to another authority',
    inconclusive: 'the client ended for another reason before the response arrived',
  },
  hint: 'Tie the datagram handlers to a success response, and drop them when another final status arrives.',
  pitfalls: [
    'Interim responses (100, 103) are not final: the client keeps waiting.',
    'Datagrams sent before the response arrive up to a round trip later: only those after it was acknowledged count.',
    'If the scripted proxy ended the stream itself, no further abort is due.',
    'Reusing an HTTP/1.1 connection after a 4xx is no failure; see rfc9298/3.3/h1-client-abort.',
  ],
  see: ['RFC 9298 section 3.5', 'RFC 9484 section 4.5'],
  status: {kind: 'planned', waitsFor: 'client'},
})
