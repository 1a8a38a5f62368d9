import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/-/ip-flow-fields',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'Which header fields change between one end of the tunnel and the other',
  asks: 'The design requirements want IP packets to leave the tunnel as they entered it. The hop count and declared NAT are the exceptions.',
  why: 'A silent rewrite breaks what rests on the field: a cleared DF ends path MTU discovery, a rewritten flow label spreads one flow over several paths.',
  sends:
    'Sends packets with marked fields (IPv4 ID, DF, options, flow label, extension headers, UDP checksum 0, TCP MSS) both ways and compares them octet by octet on both sides.',
  counts: {
    pass: 'identical but for hop count, checksum and declared NAT',
    info: 'MSS clamped, flow label or ID rewritten, DF cleared, options removed, and which kind of NAT is at work',
    inconclusive: 'the direct path changes the same fields, or packets do not arrive',
  },
  hint: 'Look at the firewall and NAT rules of the host: most rewrites come from there, not from the tunnel code.',
  pitfalls: ['A NAT changes addresses, ports and checksums by its nature.'],
  see: ['draft-ietf-masque-ip-proxy-reqs-03 section 3.2', 'RFC 9484 section 6'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
