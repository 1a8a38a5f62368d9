import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/3/params-direction',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'transform comes from proxies, accept-transform from clients, never the reverse',
  asks: 'Clients must not send transform and servers must not send accept-transform; whoever receives the wrong one must ignore it.',
  why: 'A proxy that obeys a stray transform, or a client that obeys a stray accept-transform, ends up with a transform that nobody negotiated, and forwarded packets cannot be decoded.',
  sends:
    'The same request with and without an added transform parameter, alternating three times; the answers are compared. For a client, a scripted proxy adds accept-transform to its response and watches whether the tunnel behaves as before.',
  counts: {
    pass: 'the result is the same with and without the stray parameter',
    fail: 'the client sends transform, the proxy sends accept-transform, or the negotiation changes with the stray parameter in three alternations',
    inconclusive: 'answers vary even without the stray parameter, or the request is refused',
    notApplicable: 'the peer uses no Proxy-QUIC-Forwarding',
  },
  hint: 'Look for a parser shared by both roles that stores either parameter in the same variable.',
  pitfalls: [],
  see: ['RFC 8941 section 3.1.2'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
