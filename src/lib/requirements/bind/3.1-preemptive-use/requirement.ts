import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/3.1/preemptive-use',
  level: 'may',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Datagrams may be sent in a context before its ACK has arrived',
  asks: 'An endpoint may use a Context ID before the peer has acknowledged it. It then accepts that datagrams may be dropped if they come too early or the registration is rejected.',
  why: "Early use saves a round trip. How much of it survives tells a client's author whether the gain is real or the first packets are merely lost and sent again.",
  sends:
    'A COMPRESSION_ASSIGN and datagrams in the new context go out back to back; the responder counts what arrives.',
  counts: {
    info: 'the share of early datagrams that was delivered',
    inconclusive: 'the registration is rejected, or the context carries nothing even after its ACK',
  },
  hint: 'Look at whether datagrams in an unknown context are held for a moment or dropped at once, and at how soon a capsule takes effect.',
  pitfalls: ['Loss is expressly allowed here and is never held against the proxy.'],
  see: ['RFC 9298 section 5'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
