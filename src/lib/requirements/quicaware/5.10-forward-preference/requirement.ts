import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/5.10/forward-preference',
  level: 'should',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Packets that could be forwarded to the client are forwarded',
  asks: 'Once mapped and acknowledged, short-header packets towards the client should be forwarded, but the proxy may tunnel them.',
  why: 'A proxy that negotiates forwarding and then tunnels everything costs the client the registrations and gives none of the saved overhead.',
  sends:
    'With forwarding ready, the responder plays a QUIC server and sends short-header packets with the registered client CID; the share that arrives outside the tunnel is counted.',
  counts: {
    info: 'the share of packets that came forwarded rather than tunnelled',
    inconclusive: 'too few packets of the responder arrive by either way',
    notApplicable: 'forwarding is not negotiated',
  },
  hint: 'Look whether the mapping ever reaches its acknowledged state, or the fast path is switched off by configuration.',
  pitfalls: ['Tunnelling is allowed, so no share is wrong.'],
  see: ['draft-ietf-masque-quic-proxy section 6.2'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
