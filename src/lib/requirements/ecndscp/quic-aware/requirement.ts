import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ecndscp/-/quic-aware',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'ECN marks survive on forwarded packets when both drafts are in use',
  asks: 'With QUIC-aware forwarding and this extension, the ECN field of forwarded packets must be preserved.',
  why: "The tunnelled part of a connection keeps its marks and the forwarded part loses them: QUIC's ECN validation fails, and ECN is switched off for all of it.",
  sends:
    'With both negotiated, forwarded packets marked Not-ECT, ECT(0), ECT(1) and CE, at least 20 of each, in both directions; a direct path serves as a control.',
  counts: {
    pass: 'each mark arrives as sent',
    fail: 'marks are cleared, set or swapped on forwarded packets while the direct control is clean',
    inconclusive: 'the direct path bleaches or rewrites marks, or too few forwarded packets arrive',
    notApplicable: 'the proxy does not support both QUIC-aware forwarding and this extension',
  },
  hint: "Look at the forwarding fast path: it often copies the payload only and takes the socket's default for the IP header.",
  pitfalls: [
    'Bleaching on either link looks the same, hence the control in each direction.',
    'A single ECT that arrives as CE is congestion on the way, not a rewrite.',
  ],
  see: ['draft-ietf-masque-quic-proxy section 6.7', 'RFC 9000 section 13.4'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
