import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/7/target-multicast',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: 'What the proxy does with multicast addresses as the target',
  asks: 'The document advises proxies to refuse multicast targets, and lets them say so with destination_ip_prohibited. No keyword of obligation is attached.',
  why: "One datagram then reaches every device on the proxy's network that listens to the group, such as printers and media devices that answer discovery.",
  sends:
    'Requests for 224.0.0.1, 239.255.255.250, ff02::1 and ff05::2, to ports 9, 443 and a random one. A tunnel that opens is closed at once and no payload is sent. With a DNS zone at the responder, names that resolve to such an address.',
  counts: {
    pass: 'refused with an error status or a reset',
    info: '101 or 2xx (shown prominently, though the advice has no keyword); whether a refusal carries destination_ip_prohibited',
    inconclusive: 'the proxy answers 401, 403 or 407 to everything, so the target was never looked at',
  },
  hint: 'Add 224.0.0.0/4 and ff00::/8 to the check on the resolved address.',
  pitfalls: [
    'Send no datagrams to special addresses of systems you do not operate.',
    'A success alone does not show that traffic flows: an egress firewall may still drop it.',
  ],
  see: ['RFC 9209 section 2.3.5', 'RFC 4291 section 2.7'],
})
