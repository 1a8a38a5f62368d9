import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/4/context-use-by-either',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: 'Whether both sides can send in a context, whoever allocated it',
  asks: 'Parity limits who allocates an ID. Once it is allocated, client and proxy can both send datagrams in it. No keyword of obligation is attached.',
  why: 'A receiver that checks parity on every datagram drops half the traffic of each two-way extension.',
  sends:
    'With an extension, the client sends in an odd ID that the proxy allocated; a scripted proxy sends in an even ID that the client allocated. Echoes in context 0 frame both.',
  counts: {
    pass: 'datagrams are accepted in both directions',
    info: "a datagram is refused, or the stream closed, because of the sender's side (shown prominently)",
    inconclusive: 'datagrams are lost in both directions, or context 0 falls silent too',
    notApplicable: 'no extension that registers contexts is offered, or it defines the context as one-way',
  },
  hint: 'Check parity when an ID is registered, not when a datagram is received.',
  pitfalls: ['Some extensions define one-way contexts: read the extension first.'],
  see: ['draft-ietf-masque-connect-udp-listen'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
