import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.2/h1-malformed-error',
  level: 'must',
  binds: 'proxy',
  over: ['1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A malformed HTTP/1.1 request for UDP proxying is answered with an error',
  asks: 'A proxy that receives an HTTP/1.1 request for UDP proxying that breaks the rules on its form must answer with an error and should use 400.',
  why: 'If proxies open tunnels for malformed requests, front end and proxy come to disagree about what was asked: the ground for request smuggling.',
  sends:
    'One connection each, with Upgrade: connect-udp: a POST, two Host fields, no Host field, no Connection: Upgrade, and HTTP/1.0; status and octets after it are read raw.',
  counts: {
    pass: 'an error status for each, best 400; without the Connection option or over HTTP/1.0 also an ordinary answer to the GET',
    fail: '101 to a malformed variant',
    warn: 'an error other than 400, or the connection is closed without a response',
    info: 'the request without Connection: Upgrade, or over HTTP/1.0, is answered as an ordinary GET (200 or 404)',
    inconclusive: 'the canonical request is refused as well, so the error says nothing about the form',
  },
  hint: 'Check method, Host count and Connection in the handler before the upgrade is granted, not only the Upgrade token.',
  pitfalls: [
    'Without Connection: Upgrade or a matching token it is arguably no such request at all: a plain 200 or 404 is fine.',
  ],
  see: ['RFC 9110 section 7.8', 'RFC 9112 section 3.2'],
})
