import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/7/target-private',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: 'What the proxy does with private addresses as the target',
  asks: 'The document advises proxies to refuse vulnerable targets; private ranges are not named, but the same reasoning covers them, and lets them say so with destination_ip_prohibited. No keyword of obligation is attached.',
  why: 'Behind a public proxy lies often an internal network that trusts its own addresses: each client of the proxy gets inside.',
  sends:
    'Requests for addresses in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10 and fc00::/7, to ports 9, 443 and a random one. A tunnel that opens is closed at once and no payload is sent. With a DNS zone at the responder, names that resolve to such an address.',
  counts: {
    pass: 'refused with an error status or a reset',
    info: '101 or 2xx (shown prominently unless the operator declared an internal use); whether a refusal carries destination_ip_prohibited',
    inconclusive: 'the proxy answers 401, 403 or 407 to everything, so the target was never looked at',
  },
  hint: 'Refuse these ranges after resolution by default, and let the operator open the ones clients need.',
  pitfalls: [
    'Send no datagrams to special addresses of systems you do not operate.',
    'A success alone does not show that traffic flows: an egress firewall may still drop it.',
    'A proxy meant to give access to an internal network has to accept them.',
  ],
  see: ['RFC 9209 section 2.3.5', 'RFC 1918 section 3', 'RFC 6598 section 7', 'RFC 4193 section 3'],
})
