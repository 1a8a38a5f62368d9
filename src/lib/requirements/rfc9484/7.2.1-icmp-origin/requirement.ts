import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.2.1/icmp-origin',
  level: 'none',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether the client accepts ICMP errors from third addresses',
  asks: 'ICMP messages can come from addresses other than the peer and from outside the scope of the request.',
  why: 'Routers on the path speak from their own addresses. A client that demands the target as source hears no Packet Too Big or Time Exceeded from any of them.',
  sends:
    'A scripted proxy injects Packet Too Big and Time Exceeded from a third address, with a correct quotation of a packet that the client has just sent.',
  counts: {
    pass: 'the client reacts to the message',
    info: 'the message is dropped although it quotes a current flow',
    inconclusive: 'the client has no flow to quote, or its reaction cannot be seen',
  },
  hint: 'Look for a source check on inbound packets that applies the scope of the request to ICMP as well.',
  pitfalls: ['A scoped client may filter by destination: check first that the quotation is right.'],
  see: ['RFC 9484 section 4.6'],
  status: {kind: 'planned', waitsFor: 'client'},
})
