import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/5.1/addressing',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'How the proxy chooses, reuses and shares the addresses it assigns',
  asks: 'How addresses are chosen, managed and translated, and who owns a range, is out of scope; nobody need trust what a peer announces. No level is stated.',
  why: "The same address for two clients at once, or given anew within seconds, sends the packets of one user to another. It helps to know the operator's practice.",
  sends:
    'Nothing of its own; the facts are taken from rfc9484/4.7.1/overlap-between-clients and rfc9484/4.7.1/address-reuse.',
  counts: {
    info: 'whether two clients shared an address, and how soon one was given out again',
    inconclusive: 'the requirements it rests on were not run, or came out inconclusive',
  },
  hint: 'Remember that none of this is required here; it is reported as facts about the deployment.',
  pitfalls: [
    'Clients that share one address behind a NAT may be meant to: only mixed-up packets are a fault, and of another requirement.',
  ],
  see: ['RFC 9484 section 4.7.1'],
  status: {kind: 'covered', by: ['rfc9484/4.7.1/overlap-between-clients', 'rfc9484/4.7.1/address-reuse']},
})
