import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.2/no-content-headers',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Tunnel messages carry no Content-Length, Content-Type or Transfer-Encoding',
  asks: 'Requests and responses that use the Capsule Protocol must not carry Content-Length, Content-Type or Transfer-Encoding; a receiver must treat such a message as malformed.',
  why: 'These fields let two HTTP stacks on a path disagree about where the tunnel starts or ends: a truncated tunnel at best, request smuggling at worst.',
  sends:
    'Inspects the fields of success responses; then sends requests with content-length: 0, content-length: 5, content-type and, in HTTP/1.1, transfer-encoding, one at a time.',
  counts: {
    pass: 'none of the three in responses, and such requests are refused with 4xx or as malformed',
    fail: 'one of the three on a success response, or a request with one of them (not just content-length: 0) gets a working tunnel from a proxy that terminates HTTP itself',
    warn: 'content-length: 0 is accepted, or acceptance behind a front end that may have removed the field',
    inconclusive: 'the plain request is refused as well, or the field could not be put on the wire',
  },
  hint: 'Look whether the HTTP framework adds content-type or transfer-encoding to every 200, and whether the CONNECT route sees these request fields at all.',
  pitfalls: [
    'HTTP libraries add Content-Length on their own: verify what the tester really sent.',
    'A front end may strip the field before the proxy sees it.',
  ],
  see: ['RFC 9298 section 3'],
})
