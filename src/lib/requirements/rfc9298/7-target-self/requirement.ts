import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/7/target-self',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: 'What the proxy does with its own addresses as the target',
  asks: 'The document advises proxies to refuse targets at its own addresses, and lets them say so with destination_ip_prohibited. No keyword of obligation is attached.',
  why: "Rules that trust the proxy's address then apply to its clients, and a tunnel to the proxy's own port can build loops that multiply load.",
  sends:
    "Requests for the proxy's public and, if known, private addresses (the proxy's own port among them), to ports 9, 443 and a random one. A tunnel that opens is closed at once and no payload is sent. With a DNS zone at the responder, names that resolve to such an address.",
  counts: {
    pass: 'refused with an error status or a reset',
    info: '101 or 2xx (shown prominently, though the advice has no keyword); whether a refusal carries destination_ip_prohibited',
    inconclusive: 'the proxy answers 401, 403 or 407 to everything, so the target was never looked at',
  },
  hint: 'Compare the resolved target with all local addresses, and with the public address that a NAT in front of the proxy gives it.',
  pitfalls: [
    'Send no datagrams to special addresses of systems you do not operate.',
    'A success alone does not show that traffic flows: an egress firewall may still drop it.',
  ],
  see: ['RFC 9209 section 2.3.5', 'RFC 9298 section 3.1'],
})
