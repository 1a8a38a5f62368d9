import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/3/no-header-no-support',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A client that gets no Proxy-QUIC-Forwarding stays with plain tunnelling',
  asks: 'A client must read a response without Proxy-QUIC-Forwarding as a proxy that does not support the draft, and keep to the tunnel.',
  why: 'Packets sent outside the tunnel hit a proxy that knows no such connection ID: they are dropped or answered by a stateless reset, and the inner connection stalls after the handshake.',
  sends:
    'A scripted proxy answers with success but without the field, relays inner QUIC traffic, and watches the client-to-proxy 4-tuple for packets that do not belong to the outer connection.',
  counts: {
    pass: 'all inner packets come through the tunnel',
    fail: 'inner packets arrive outside the tunnel',
    inconclusive: 'the client sends no inner short-header packets, so nothing could have been forwarded',
    notApplicable: 'the client does not ask for forwarding',
  },
  hint: "Look whether forwarding is enabled from the client's own request flag instead of from the response.",
  pitfalls: [],
  see: ['draft-ietf-masque-quic-proxy section 6.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
