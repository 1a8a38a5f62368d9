import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9220/3/unknown-protocol-501',
  level: 'should',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'An unknown :protocol over HTTP/3 is answered with 501',
  asks: 'A server that receives an extended CONNECT for a protocol it does not know or support should answer 501.',
  why: 'With 501 a client knows that this server lacks the protocol and goes elsewhere. With 400, 404 or a reset it looks for a mistake in its own request.',
  sends:
    'Extended CONNECT with a random :protocol token, then connect-ip and connect-ethernet, all with valid credentials and a path that works for connect-udp. The same over HTTP/2 for information.',
  counts: {
    pass: '501 for the random token',
    warn: 'a 2xx for the random token, another 4xx or 5xx, or a reset',
    info: 'over HTTP/2 no such rule exists; connect-ip or connect-ethernet accepted means that the proxy supports it',
    inconclusive: 'the server does not send the setting 0x08 with value 1, or refuses connect-udp with the same answer',
  },
  hint: 'Look for routing by path or a check of credentials that runs before the :protocol token is examined.',
  pitfalls: [
    'RFC 8441 lacks the rule, so HTTP/2 is judged as information only.',
    'A path or credentials that fail for connect-udp as well yield 404, 401 or 400 first and say nothing.',
    'A different answer for known and unknown tokens also tells a stranger that the server speaks MASQUE.',
  ],
  see: ['RFC 9110 section 15.6.2'],
})
