import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/4/port-sharing',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'A tunnel without port-sharing consent gets a UDP 4-tuple of its own',
  asks: 'Unless the request carries Proxy-QUIC-Port-Sharing: ?1, the proxy must use a fresh UDP 4-tuple towards the target, and it must never mix QUIC and non-QUIC tunnels on one. A proxy without port sharing should say so with ?0.',
  why: 'On a shared 4-tuple the proxy can tell packets apart only by connection ID. A client that never registered one gets no replies, or gets packets that belong to a stranger.',
  sends:
    'Several tunnels to the same responder, open and echoing at the same time, with and without the header field; the responder compares the source address and port of each.',
  counts: {
    pass: 'tunnels that are open at once have distinct 4-tuples unless both opted in',
    fail: 'in three runs, two live tunnels, at least one without consent, reach the responder from the same address and port, with no NAT between',
    warn: 'the proxy implements the draft but not sharing, and sends no Proxy-QUIC-Port-Sharing: ?0',
    info: 'the proxy shows no support for the draft',
    inconclusive: 'a NAT sits between proxy and responder, or the tunnels do not both echo at the same time',
  },
  hint: 'Look at the key of the socket pool: it must include the port-sharing consent, not only the target address.',
  pitfalls: [
    'The whole 4-tuple counts: the same port on another egress address is not sharing.',
    'Tunnels must overlap in time, and both must be echoing while they are compared.',
  ],
  see: ['draft-ietf-masque-quic-proxy section 5.10', 'RFC 9298 section 3.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
