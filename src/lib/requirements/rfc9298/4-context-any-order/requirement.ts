import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/4/context-any-order',
  level: 'may',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: 'Context IDs may be allocated in any order',
  asks: 'An endpoint may allocate its Context IDs in any order, so the peer has no ground to refuse one because a lower number is still free.',
  why: 'A receiver that expects ascending numbers works with the one client it was tested with, and refuses the next.',
  sends:
    'With an extension that registers contexts, ID 10 is registered, then 2, then 4, and a datagram is sent in each; the responder sees whether all of them arrive. The same in ascending order for comparison.',
  counts: {
    pass: 'all registrations work',
    info: 'registration out of order is refused while the ascending order works (shown prominently)',
    inconclusive: 'the ascending order does not work either',
    notApplicable: 'no extension that registers contexts is offered',
  },
  hint: "Keep the known IDs in a set; look for a 'highest ID so far' that is compared with each new one.",
  pitfalls: [
    'RFC 9298 defines no registration itself, so this needs an extension.',
    'A limit on the number of contexts or the size of IDs is policy.',
  ],
  see: ['draft-ietf-masque-connect-udp-listen'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
