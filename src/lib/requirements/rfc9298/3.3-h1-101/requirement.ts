import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.3/h1-101',
  level: 'must',
  binds: 'proxy',
  over: ['1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Over HTTP/1.1 success is a well-formed 101 for connect-udp',
  asks: 'Success over HTTP/1.1 shall be a 101 with Connection: Upgrade, exactly one Upgrade field with the value connect-udp, and none of the fields the Capsule Protocol forbids.',
  why: 'A client that checks has to abort on any deviation, so a proxy with a missing or doubled field works with lenient clients only.',
  sends: 'The canonical HTTP/1.1 request; the response head is parsed raw, without an HTTP library.',
  counts: {
    pass: '101 with the right Connection and one right Upgrade field, and no Content-Length, Content-Type or Transfer-Encoding',
    fail: 'a 101 that misses, doubles or alters a required field or carries a forbidden one; or a 2xx after which capsules really flow',
    warn: 'the Capsule-Protocol field is missing',
    inconclusive:
      'an ordinary 200, 3xx or 404: the upgrade was ignored and there is no HTTP/1.1 tunnel service at this path',
  },
  hint: 'Compare the raw response with what the code meant to send: the HTTP library may add or remove fields on a 101.',
  pitfalls: [
    'Connection options, and in practice Upgrade tokens, are compared without regard to letter case.',
    'Many HTTP libraries hide Connection and Upgrade: parse the octets themselves.',
  ],
  see: ['RFC 9297 section 3.2', 'RFC 9297 section 3.4', 'RFC 9110 section 15.2.2'],
})
