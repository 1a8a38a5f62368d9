import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9110/7.8/upgrade',
  level: 'must',
  binds: 'proxy',
  over: ['1.1'],
  runClass: 'safe',
  needs: [],
  title: 'The Upgrade exchange follows the rules of HTTP/1.1',
  asks: 'A 101 or 426 must carry Upgrade; a server must not switch to a protocol that was not offered, and must ignore Upgrade in HTTP/1.0. Tokens should match without regard to case.',
  why: 'A client that gets an unexpected 101 reads tunnel data as HTTP, or the reverse. Proxies in the path that see such a mismatch break the connection or expose it to smuggling.',
  sends:
    'Over HTTP/1.1, one connection each: Upgrade with two tokens, the token in capitals, an unknown token only, a request with Expect: 100-continue; then an HTTP/1.0 request with Upgrade.',
  counts: {
    pass: 'every 101 and 426 carries Upgrade, only offered protocols are chosen, and HTTP/1.0 gets no 101',
    fail: 'a switch to a protocol not offered, a 101 or 426 without Upgrade, or a 101 to an HTTP/1.0 request',
    warn: 'the token is accepted in one case of letters only',
    info: 'how Upgrade in HTTP/1.0 was ignored, and whether 100 came before 101',
    inconclusive: 'even the plain Upgrade request is refused',
  },
  hint: 'Look for an exact string comparison of the whole Upgrade field value instead of a list of tokens.',
  pitfalls: [
    'A request without content lets the server leave out 100, so its absence is not judged.',
    'An intermediary in front may strip Upgrade: compare with a direct connection.',
  ],
  see: ['RFC 9298 section 3.2', 'RFC 9110 section 15.2.2', 'RFC 9110 section 15.5.22'],
})
