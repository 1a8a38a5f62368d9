import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/1/ipv6-ext-transparency',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['responder', 'raw'],
  title: 'What becomes of IPv6 extension headers in an unscoped tunnel',
  asks: 'IP packets are carried whole, extension headers included. Endpoints may filter, and IPv6 leaves it to the source to insert or remove headers.',
  why: 'Fragments and options that vanish break DNS over UDP, IPsec and mobility. A proxy that inserts headers makes packets too large and breaks authentication.',
  sends:
    'Raw inner packets with one type each: Hop-by-Hop, Destination Options, Fragment (atomic and real), Mobility, an unknown next header, a long chain; both ways, with a responder that captures.',
  counts: {
    pass: 'headers arrive unchanged',
    info: 'dropped or answered with Parameter Problem; a header removed or inserted by the proxy, or the tunnel closed',
    inconclusive: 'the direct path drops it too',
  },
  hint: 'Look for a parser that takes the first Next Header value for the transport protocol.',
  pitfalls: [
    'Many networks drop Hop-by-Hop and Fragment headers.',
    'A firewall that reassembles rightly hides fragments behind a NAT.',
  ],
  see: ['RFC 9484 section 4.8', 'RFC 9484 section 6', 'RFC 8200 section 4'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
