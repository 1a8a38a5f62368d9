import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/6/forwarding',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Only short-header packets with a mapped connection ID are forwarded',
  asks: 'Long-header packets must go through the tunnel. The proxy must not forward anything to the client before it has ACK_CLIENT_VCID, and on a socket that may be shared it must drop packets with unknown connection IDs.',
  why: "A forwarded long header exposes handshake metadata on the client's link; a packet forwarded too early carries a connection ID that the client does not know and is thrown away as noise.",
  sends:
    'Forwarding is negotiated and a client CID registered; ACK_CLIENT_VCID is held back, then sent. A responder that plays a QUIC server sends long-header packets, short-header packets, and packets with an unregistered CID throughout. What arrives outside the tunnel is compared with what arrives inside, and with the test vector.',
  counts: {
    pass: 'long headers come by tunnel, forwarded packets only after ACK_CLIENT_VCID, unknown IDs vanish, the transform matches the vector',
    fail: 'in three runs: a long-header packet forwarded, a packet forwarded before ACK_CLIENT_VCID, or an unknown ID delivered on a 4-tuple with accepted port sharing',
    warn: 'a packet with an unknown connection ID comes through the tunnel on a 4-tuple that is not shared',
    info: 'the proxy tunnels everything, which is its choice',
    inconclusive: 'packets of the responder reach the client neither by tunnel nor outside it',
  },
  hint: 'Look at the receive path from the target: the Header Form bit and the acknowledged state of the mapping must both be tested before forwarding.',
  pitfalls: [
    'A stateless reset of the target has a random connection ID; with a registered token it may be tunnelled to the client.',
    'The proxy may forward from the moment it has processed ACK_CLIENT_VCID, so order on the wire counts, not wall-clock time.',
  ],
  see: [
    'draft-ietf-masque-quic-proxy section 5',
    'draft-ietf-masque-quic-proxy section 5.10',
    'draft-ietf-masque-quic-proxy section 6.8.1',
    'RFC 8999 section 5.2',
  ],
  status: {kind: 'planned', waitsFor: 'extension'},
})
