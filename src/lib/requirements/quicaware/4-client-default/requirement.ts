import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/4/client-default',
  level: 'should',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A client states its port-sharing consent',
  asks: 'A client should send Proxy-QUIC-Port-Sharing: ?1 unless it wants to forbid the sharing of 4-tuples.',
  why: 'Without consent the proxy spends one UDP port per tunnel; on a large deployment ports run out long before bandwidth does.',
  sends: 'A scripted proxy reads Proxy-QUIC-Port-Sharing in each request of the client.',
  counts: {
    info: 'which value the client sends, or that it sends none',
    inconclusive: 'the client opens no tunnel',
  },
  hint: 'Look whether the field is tied to forwarding support; consent to sharing is independent of it.',
  pitfalls: ['Leaving the field out may be a deliberate refusal, so no value is wrong.'],
  see: ['draft-ietf-masque-quic-proxy section 2.3'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
