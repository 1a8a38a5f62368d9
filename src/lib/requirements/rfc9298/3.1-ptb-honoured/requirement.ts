import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/ptb-honoured',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['responder', 'raw'],
  title: 'After a lower path MTU is learnt, oversized payloads are dropped, not fragmented',
  asks: "Once the proxy's host has learnt a lower path MTU from ICMP, payloads above it must not go out as fragments. Telling the CONNECT-UDP client about it is not standardised.",
  why: 'A stack that answers Packet Too Big by fragmenting defeats path MTU discovery of the inner protocol exactly when it is needed.',
  sends:
    'Echoes of 1200 and 1400 octets, a Packet Too Big with MTU 1300 that quotes a real packet of the tunnel, then both sizes again; the responder captures below its IP stack.',
  counts: {
    pass: '1400 no longer arrives, 1200 does, no fragment is seen and the stream is open',
    fail: '1400 now arrives as fragments',
    warn: 'the stream is closed because of the message, or 1200 stops as well while a fresh tunnel works',
    info: '1400 still arrives whole with DF set, so the message was ignored or filtered; any signal of an extension to the client',
    inconclusive: "nothing shows that ICMP reaches the proxy's host",
  },
  hint: 'On Linux, IP_PMTUDISC_WANT fragments after such a message; use DO or PROBE and treat EMSGSIZE as a drop.',
  pitfalls: [
    'The quote has to match a live socket, with correct checksums and at least 8 octets beyond the IP header.',
    'A learnt MTU is cached about 10 min per destination: run this last, or use a fresh responder address.',
    'A value below 552 makes Linux clear DF, which would look like a fault of its own.',
    'A cloud NAT or load balancer may drop or misdirect the ICMP message.',
  ],
  see: ['RFC 1191 section 3', 'RFC 8201 section 4', 'RFC 8085 section 3.2'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
