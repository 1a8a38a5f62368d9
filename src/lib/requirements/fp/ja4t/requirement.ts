import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'fp/-/ja4t',
  level: 'none',
  binds: 'method',
  over: ['2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'JA4T and JA4TS: fingerprints of SYN and SYN-ACK',
  asks: "JA4T joins the SYN's window, its option kinds in order, MSS and window scale, in decimal, with 00 for what is absent. JA4TS does so for the SYN-ACK and adds the gaps between retransmissions in seconds.",
  why: 'It shows which operating system or load balancer answers on TCP, and so whether one stack or two stand behind an address.',
  sends:
    'Computed from a capture of our own handshake, the SYN for the client and the SYN-ACK for the server; gaps only where the retransmissions were provoked with consent.',
  counts: {
    info: 'the values of both ends',
  },
  hint: 'Option kind 0 ends the list; scale 0 and an absent scale both print 00, so keep the raw options too.',
  pitfalls: [
    'MSS depends on the path: compare values from the same place.',
    'The methods beyond JA4 have a licence of their own: check it before distributing code.',
  ],
  see: ['RFC 9293 section 3.2', 'RFC 7323'],
  status: {kind: 'method'},
})
