import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.2/h1-request-form',
  level: 'must',
  binds: 'client',
  over: ['1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Over HTTP/1.1 the request is a GET with Host, Connection and Upgrade as required',
  asks: 'Over HTTP/1.1 the client shall use GET, with exactly one Host field, a Connection field that contains Upgrade, and an Upgrade field with the value connect-udp.',
  why: 'A request that misses one of them is ordinary HTTP to a server: it answers 404 or serves a page, and the user sees a proxy that seems to have no UDP support.',
  sends:
    'A scripted proxy reads the request head as sent. A proxy under test gets the canonical request in absolute form and in origin form.',
  counts: {
    pass: 'the client meets all four rules; the proxy answers 101 to both forms',
    fail: "in the client's request the method or one of the three fields differs from the rules",
    warn: 'the operator says HTTP/1.1 tunnels are offered, and the proxy refuses the canonical request or takes only one form of the request target',
    info: 'HTTP/1.1 is not offered',
    inconclusive: 'no HTTP/1.1 connection could be made, or credentials are missing',
  },
  hint: 'Check that the HTTP library lets Connection and Upgrade through and does not rewrite the request target.',
  pitfalls: [
    'Servers have to accept the absolute form; which of the two a client uses is not judged.',
    'Connection may list further options: that Upgrade is among them is what counts, in any letter case.',
  ],
  see: ['RFC 9112 section 3.2.2', 'RFC 9110 section 7.8'],
  status: {kind: 'planned', waitsFor: 'client'},
})
