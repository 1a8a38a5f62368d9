import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/7/target-broadcast',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: 'What the proxy does with broadcast addresses as the target',
  asks: 'The document advises proxies to refuse broadcast targets, and lets them say so with destination_ip_prohibited. No keyword of obligation is attached.',
  why: "One datagram then reaches every host of the proxy's subnet, as coming from the proxy itself.",
  sends:
    "Requests for 255.255.255.255 and the guessed directed broadcast address of the proxy's subnet, to ports 9, 443 and a random one. A tunnel that opens is closed at once and no payload is sent. With a DNS zone at the responder, names that resolve to such an address.",
  counts: {
    pass: 'refused with an error status or a reset',
    info: '101 or 2xx (shown prominently, though the advice has no keyword); whether a refusal carries destination_ip_prohibited',
    inconclusive: 'the proxy answers 401, 403 or 407 to everything, so the target was never looked at',
  },
  hint: "Do not set SO_BROADCAST on egress sockets, and refuse 255.255.255.255 and the subnet's own broadcast address.",
  pitfalls: [
    'Send no datagrams to special addresses of systems you do not operate.',
    'A success alone does not show that traffic flows: an egress firewall may still drop it.',
    "The proxy's prefix length is unknown from outside: an address that ends in .255 may be an ordinary host.",
  ],
  see: ['RFC 9209 section 2.3.5', 'RFC 919'],
})
