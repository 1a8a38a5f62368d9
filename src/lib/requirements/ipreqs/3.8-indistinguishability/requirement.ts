import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/3.8/indistinguishability',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether a passive observer can tell IP proxying from ordinary HTTPS by cleartext',
  asks: 'One who only watches should not be able to tell IP proxying from regular encrypted Web traffic by the parts in cleartext; traffic analysis is out of scope. The document gives this no binding level.',
  why: 'Networks that block VPNs look for exactly such marks: one stable field in the handshake is enough to cut off all users of a proxy or of a client.',
  sends:
    "The handshake of a MASQUE session is captured and compared with that of plain GET requests by the same client to the same host and with a browser's; then the server's cleartext (Version Negotiation, Retry, Initial, ServerHello) with and without MASQUE use. A tap near the proxy shows the other side.",
  counts: {
    pass: 'no cleartext field differs from an ordinary GET by the same client to the same origin beyond what repeated GETs vary',
    info: 'a stable field that differs (ALPN, SNI pattern, transport parameter, size of the Initial, port), or a client stack unlike any browser',
    inconclusive: 'there is no browser capture to compare with, or too few GETs to know the natural variation',
  },
  hint: 'Look for TLS and QUIC settings that are switched on only for MASQUE connections, such as an ALPN list of its own or other transport parameters.',
  pitfalls: [
    'Random values, connection IDs, key shares, GREASE, order of extensions, tickets and tokens differ by nature: at least 20 GETs set the natural range first.',
    'Active probing is another threat and is looked at separately.',
    'The wish concerns the design of the protocol; a finding concerns a deployment or a client.',
  ],
  see: ['RFC 9484 section 11', 'RFC 9001 section 4'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
