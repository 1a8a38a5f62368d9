import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'transport/-/icmp',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'What a UDP proxy might do with ICMP errors for its flows',
  asks: 'The draft proposes that the proxy validates ICMP messages about its flows and passes type, code and the quoted packet to the client. CONNECT-UDP has no means for that, and no requirement is set.',
  why: 'Without it a client sees only silence where a local socket would report an unreachable port or a packet too big at once, and waits for its own timeouts.',
  sends:
    'Nothing of its own; the requirements on ICMP of RFC 9298, such as rfc9298/3.1/ptb-honoured, observe what remains.',
  counts: {
    info: 'that CONNECT-UDP does not pass ICMP on to the client',
    inconclusive: 'none of those requirements was run',
  },
  hint: 'Remember that after a tunnel has ended a port unreachable towards the target is the expected answer, not a leak.',
  pitfalls: ["A tunnel that ends after an ICMP error is the proxy's permitted way of passing the news on."],
  see: ['RFC 9298 section 3.1', 'RFC 4443 section 3'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
