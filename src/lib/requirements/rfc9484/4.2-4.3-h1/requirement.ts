import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.2/4.3-h1',
  level: 'must',
  binds: 'proxy',
  over: ['1.1'],
  runClass: 'safe',
  needs: [],
  title: 'HTTP/1.1: malformed requests get an error, and a success is a correct 101',
  asks: 'A request must be a GET with one Host field, Connection: Upgrade and Upgrade: connect-ip; a malformed one must get an error, which should be 400. Success must be 101 with Connection: Upgrade, one Upgrade: connect-ip, and no content fields.',
  why: 'A lax server upgrades requests that an intermediary in front of it has read differently, which opens the door to request smuggling. A client drops the connection on a 101 that lacks a field.',
  sends:
    'The correct request, whose response head is parsed octet by octet; then one fault per connection: POST, two Host fields, no Host, no Connection option, HTTP/1.0.',
  counts: {
    pass: 'the correct request gets a 101 with all fields, and each malformed one gets a 4xx or 5xx',
    fail: '101 to a malformed request; or a 101 with Upgrade wrong, doubled or missing, without Connection: Upgrade, or with Content-Length, Content-Type or Transfer-Encoding',
    warn: 'an error other than 400, the connection closed without a response, or a 101 without Capsule-Protocol',
    info: 'the Upgrade is ignored and the GET answered in the ordinary way when the Connection option is missing or the version is 1.0',
    inconclusive: 'the correct request gets an ordinary answer as well: no tunnel over HTTP/1.1 at this path',
  },
  hint: 'Look for a handler that checks only the Upgrade field, or a framework that adds content fields to every response.',
  pitfalls: [
    'Many HTTP libraries hide Connection and Upgrade: parse the raw octets.',
    'Connection may list more options, and its tokens are compared without regard to case.',
    'Without Connection: Upgrade it is arguably no IP proxying request at all, so an ordinary 200 or 404 is fine.',
  ],
  see: ['RFC 9484 section 4.3', 'RFC 9110 section 7.8', 'RFC 9112 section 3.2', 'RFC 9297 section 3.2'],
})
