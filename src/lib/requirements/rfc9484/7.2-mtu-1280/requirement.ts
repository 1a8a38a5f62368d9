import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.2/mtu-1280',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'IPv6 packets of 1280 octets cross the tunnel both ways',
  asks: 'Endpoints that act as routers and support IPv6 must make sure that the tunnel carries IP packets of at least 1280 octets.',
  why: 'IPv6 hosts never go below 1280. If the tunnel carries less, handshakes complete and then every full-sized packet disappears: pages that load halfway for ever.',
  sends:
    'ICMPv6 echo of 1200 octets as a control, then of 1280 (1232 of data) to a responder or ff02::1. A responder tells the two directions apart.',
  counts: {
    pass: 'packets of 1280 octets pass both ways, in whatever encoding',
    fail: 'with IPv6 assigned and an outer path proven for 1331 octets, 1200 passes and 1280 does not, 3 times in one direction, and the stream stays open',
    inconclusive:
      'no IPv6, the small control is lost, our own path or max_datagram_frame_size is the limit, or Packet Too Big comes from beyond the proxy',
  },
  hint: 'Look at the outer QUIC packet size: 1280 inner octets need up to 1331 octets of UDP payload.',
  pitfalls: [
    'Capsules count as carriage, so HTTP/2 tunnels meet the rule with ease.',
    "The client's own QUIC path MTU may be the cause: it has to fit 1280 octets and the overhead first.",
  ],
  see: ['RFC 8200 section 5', 'RFC 9221 section 3'],
})
