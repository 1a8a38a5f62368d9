import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.2/link-local-not-forwarded',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['on-link-responder', 'raw'],
  title: 'Link-local traffic stays in the tunnel it came from',
  asks: 'Traffic with link-local addresses, or to link-local multicast groups, must not be forwarded beyond the interface on which it arrived.',
  why: "A client that can reach the proxy's own link with link-local packets can pose as a neighbour, a router or a name server to everything in that network.",
  sends:
    "Sends packets with source or destination in fe80::/10 and 169.254/16, and to ff02::/16 and 224.0.0.0/24, each with a nonce. A responder on the proxy's egress link captures.",
  counts: {
    pass: 'no packet with our nonce appears on the egress link, where an ordinary packet from the tunnel does',
    fail: 'a link-local packet with our nonce leaves the proxy',
    inconclusive: 'the responder is not on the egress link, or the ordinary control packet is missing',
  },
  hint: 'Look for a forwarding path that trusts the routing table, which often has a link-local route on every interface.',
  pitfalls: [
    "The proxy's own ND, MLD or mDNS on that link is not forwarded traffic: match the nonce.",
    'A packet addressed to the proxy itself and answered by it was not forwarded.',
  ],
  see: ['RFC 3927 section 7', 'RFC 4291 section 2.5.6'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
