import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.2/h1-no-optimistic',
  level: 'must',
  binds: 'client',
  over: ['1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Over HTTP/1.1 the client sends nothing after the request until the 101 arrives',
  asks: 'Over HTTP/1.x a client must not send UDP payloads before it has received the 101; RFC 9931 withdrew the earlier permission.',
  why: 'If the server does not switch, octets sent early are parsed as the next HTTP request: anyone who chooses the payload can smuggle requests.',
  sends:
    "A scripted proxy holds the 101 back for 2 s while the client's application has data to send, and records any octet that arrives after the request head.",
  counts: {
    pass: 'no octet follows the request head until the 101 has been sent',
    fail: 'capsules arrive before the 101',
    inconclusive: "the client's application had nothing to send in that time, or the client gave up first",
  },
  hint: 'Hold the capsule writer until the 101 has been parsed; code shared with HTTP/2 and HTTP/3 often starts it earlier.',
  pitfalls: ['The client needs data waiting to be sent, or the test proves nothing.'],
  see: ['RFC 9931', 'RFC 9298 section 5'],
  status: {kind: 'planned', waitsFor: 'client'},
})
