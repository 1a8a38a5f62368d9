import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-h3-streams',
  level: 'none',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: "What the server's first HTTP/3 streams and frames tell",
  asks: 'HTTP/3 has each side open a control stream that begins with SETTINGS, and leaves QPACK streams, GREASE and order to the stack.',
  why: 'Order and content of the first streams tell one library from another before any request is authorised.',
  sends:
    'Connects over HTTP/3 without credentials and records unidirectional streams in order, their first frames, GREASE streams, frames and settings, MAX_STREAMS and any GOAWAY; compares with mainstream servers.',
  counts: {
    pass: 'the profile is that of a mainstream server',
    info: 'the profile seen, a rare combination among it',
    inconclusive: 'the handshake fails for all, or there are no reference servers to compare with',
  },
  hint: "Look at the HTTP/3 library's defaults for QPACK streams and GREASE.",
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'Packets may arrive in another order than sent: use stream identifiers, not arrival.',
  ],
  see: ['RFC 9114 section 6.2', 'RFC 9114 section 7.2.4'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
