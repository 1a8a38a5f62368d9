import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9000/14.2/icmp',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'opt-in',
  needs: ['raw-client'],
  title: "Forged Packet Too Big on the outer path tests the proxy's path MTU discovery",
  asks: 'QUIC must ignore ICMP that claims a path MTU below what 1200 octets need, must not raise its MTU on ICMP, and should check the quoted addresses, ports and connection IDs.',
  why: 'If it believes forged messages, anybody who guesses the ports can shrink a tunnel below 1280 inner octets and so stop all IPv6 in it.',
  sends:
    'Injects Packet Too Big messages on the outer path towards the proxy: one with an MTU too small, one with a false quotation, one with a larger MTU; echoes of full size run before and after.',
  counts: {
    pass: 'the tunnel and the sizes it carries are unaffected',
    info: 'the tunnel stalls, or its packets shrink below 1200 octets',
  },
  hint: "The kernel may act on the ICMP message before QUIC sees it: look at the socket's path MTU mode as well.",
  pitfalls: ['Only inject on connections of our own, and compare with a run without injection: a stall may be loss.'],
  see: ['RFC 8899 section 4.6', 'RFC 8201 section 4', 'RFC 8085 section 5.2'],
  status: {kind: 'method'},
})
