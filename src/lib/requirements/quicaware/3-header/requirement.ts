import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/3/header',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Forwarding is negotiated with one transform out of those the client offered',
  asks: "A proxy that accepts forwarding must answer ?1 with one transform from the client's accept-transform list, and for scramble a 32-octet scramble-key of its own. Otherwise it must answer ?0 or leave the field out; a ?1 without accept-transform must be treated as absent.",
  why: 'Client and proxy would apply different transforms: every forwarded packet turns into noise at the target, and only the tunnel still works, so users see a connection that handshakes and then stalls.',
  sends:
    'Separate requests with Proxy-QUIC-Forwarding: ?1 that offer identity, then scramble-dt with a key, then scramble with a key, then a made-up name, then no accept-transform at all. The response field, its transform and its scramble-key are read.',
  counts: {
    pass: 'each answer is ?1 with an offered transform and the key it needs, or ?0, or no field where nothing acceptable was offered',
    fail: 'in three runs: an unoffered transform, ?1 without a transform, scramble without a 32-octet key, accept-transform in a response, or ?1 to a request without accept-transform',
    warn: "it selects scramble when only scramble-dt was offered, or reacts to the name from the draft's own example",
    info: 'the field is not supported, or ?0 comes back, which announces knowledge of the draft',
    inconclusive: 'the request is refused or the stream ends before a successful response could be read',
  },
  hint: "Look at how the transform is chosen: a fixed default instead of the intersection with the client's list, or a missing check for accept-transform.",
  pitfalls: [
    'The draft requires the name scramble-dt while its example exchange shows scramble, so both are offered, in separate requests.',
    'The field is an Item: two lines of it do not parse and count as absent.',
    'The transform itself is checked with the vector of appendix A, not by this exchange of fields.',
  ],
  see: ['RFC 8941 section 3.3', 'draft-ietf-masque-quic-proxy section 6.3.2', 'draft-ietf-masque-quic-proxy section 7'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
