import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7/client-malformed',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'destructive',
  needs: [],
  title: 'Clients end the stream on malformed or mis-ordered capsules',
  asks: 'A client must end the stream on malformed ADDRESS_ASSIGN, ADDRESS_REQUEST or ROUTE_ADVERTISEMENT capsules, on an empty ADDRESS_REQUEST, and on ranges that overlap or are out of order.',
  why: 'A client that installs what it could half read may send traffic to the wrong destinations, or around the tunnel, and nobody notices.',
  sends:
    'A scripted proxy sends one fault per tunnel (version 5, prefix length 33, host bits, an octet too many, a range that ends before it starts, wrong order, an empty ADDRESS_REQUEST), waits 3 round trips and then sends an echo request.',
  counts: {
    pass: 'the request stream is ended in any way',
    fail: '3 times the client goes on using the tunnel 3 round trips after the fault: it answers the echo or sends packets',
    warn: 'the stream stays open and the capsule seems ignored, but nothing else is seen',
    info: 'overlap between protocol 0 and another protocol is accepted, as that check is optional',
    inconclusive: 'the client uses the tunnel in no run, not even after valid capsules',
  },
  hint: 'Look for a capsule parser whose error is logged and then skipped like an unknown capsule type.',
  pitfalls: [
    'Overlap of a range for protocol 0 with one for another protocol need not be noticed.',
    'Silence after the fault is not proof of an abort: look for the end of the stream.',
  ],
  see: ['RFC 9484 section 4.7.1', 'RFC 9484 section 4.7.2', 'RFC 9484 section 4.7.3', 'RFC 9297 section 3.3'],
  status: {kind: 'planned', waitsFor: 'client'},
})
