import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/7/tunnelled-ip',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: 'Which ports that carry tunnelled IP or sensitive services the proxy accepts',
  asks: 'The document points out that IP packets can be tunnelled over UDP, so that guidance on tunnels and filters can apply. It sets no rule.',
  why: 'A VPN or VXLAN inside a UDP tunnel passes filters that look at the outer flow only; the operator may not be aware that it is possible.',
  sends:
    'Requests to an own responder on ports 53, 123, 1900, 3544, 4500, 4754 and 4789; which of them open a tunnel is recorded.',
  counts: {
    info: 'a map of the accepted and the refused ports',
    inconclusive: 'every port is refused, also an unremarkable one',
  },
  hint: "If a port is refused unexpectedly, look at the operator's port policy, then at the firewall behind the proxy.",
  pitfalls: [
    'An accepted port is no defect: policies differ.',
    'Use only your own responder: these ports are sensitive elsewhere.',
  ],
  see: ['RFC 6169'],
})
