import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/7/target-loopback',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: 'What the proxy does with loopback and unspecified addresses as the target',
  asks: 'The document advises proxies to refuse targets at localhost, and lets them say so with destination_ip_prohibited. No keyword of obligation is attached.',
  why: "Services bound to loopback often trust whoever reaches them: a client would talk to the proxy host's own resolver, agents or admin ports.",
  sends:
    'Requests for 127.0.0.1, 127.1.2.3, ::1, ::ffff:127.0.0.1, 0.0.0.0, ::, localhost. and legacy spellings such as 2130706433 and 0177.0.0.1, to ports 9, 443 and a random one. A tunnel that opens is closed at once and no payload is sent. With a DNS zone at the responder, names that resolve to such an address.',
  counts: {
    pass: 'refused with an error status or a reset',
    info: '101 or 2xx (shown prominently, though the advice has no keyword); whether a refusal carries destination_ip_prohibited',
    inconclusive: 'the proxy answers 401, 403 or 407 to everything, so the target was never looked at',
  },
  hint: 'Check the resolved, unmapped address, not the text: mapped, legacy and unspecified forms all reach the local host.',
  pitfalls: [
    'Send no datagrams to special addresses of systems you do not operate.',
    'A success alone does not show that traffic flows: an egress firewall may still drop it.',
    "Legacy decimal, octal and hex forms count as names until the system's parser turns them into addresses: try them too.",
  ],
  see: ['RFC 9209 section 2.3.5', 'RFC 6890 section 2'],
})
