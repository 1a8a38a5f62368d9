import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/6.2/hoplimit-dscp-default',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'Which TTL, DSCP, flow label and checksum the packets to the target carry',
  asks: "CONNECT-UDP gives the client no control over these fields, so the defaults of the proxy's system are expected. A UDP checksum of zero is not allowed over IPv6.",
  why: "IPv6 receivers drop packets without a checksum. A TTL that follows the client's, or a flow label shared by tunnels, lets the target recognise clients.",
  sends:
    "The responder captures packets of several tunnels, with different TTL on the client's outer packets; it records TTL or Hop Limit, DSCP, flow label, IP ID and UDP checksum.",
  counts: {
    info: "the values seen; shown prominently: a zero UDP checksum, a TTL that follows the client's, or one flow label for several tunnels",
    inconclusive: 'no packet was captured, or a device on the path rewrites the fields',
  },
  hint: 'A zero checksum suggests raw packet building with the checksum left to hardware; a following TTL suggests a copied header.',
  pitfalls: [
    'Zero checksums over IPv6 are allowed only for certain configured tunnel protocols.',
    "Checksum offload makes captures on the proxy's own host misleading: capture at the responder.",
  ],
  see: ['draft-westerlund-masque-transport-issues', 'RFC 8200 section 8.1', 'RFC 6936 section 4'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
