import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/2.2/unique-mapping',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Packets on a shared 4-tuple reach the tunnel that owns the connection ID',
  asks: 'A proxy that shares a 4-tuple must make sure that client CIDs on it do not conflict, which means neither equal nor a prefix of one another, and that every mapping of virtual ID, CID and 4-tuple is unique.',
  why: "One client's packets end up with another: both connections break, and a stranger learns when and how much its neighbour communicates.",
  sends:
    "Two tunnels with port sharing accepted to one responder. Both register the same connection ID, then one a prefix of the other's, then one of length zero. A responder that plays a QUIC server sends packets by connection ID, and each tunnel notes what it gets.",
  counts: {
    pass: 'conflicts are answered with CLOSE or resolved by separate 4-tuples, and each packet reaches its owner',
    fail: 'in three runs a packet for a connection ID of one tunnel is delivered to the other',
    info: 'the proxy answers neither Proxy-QUIC-Forwarding nor Proxy-QUIC-Port-Sharing with ?1, so nothing binds it',
    inconclusive:
      "the responder's packets reach neither tunnel, or the responder cannot see which 4-tuple each tunnel uses",
  },
  hint: 'Look at the lookup table: it must reject prefixes as well as equal IDs, and be keyed by the full 4-tuple.',
  pitfalls: ['Two different egress 4-tuples remove the conflict: an ACK is right then.'],
  see: [
    'draft-ietf-masque-quic-proxy section 2.1',
    'draft-ietf-masque-quic-proxy section 5.8',
    'draft-ietf-masque-quic-proxy section 5.10',
  ],
  status: {kind: 'planned', waitsFor: 'extension'},
})
