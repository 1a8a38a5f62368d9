import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc5508/-/icmp-nat',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'safe',
  needs: [],
  title: 'Checking how a NAT behind CONNECT-IP translates ICMP',
  asks: 'Requirements 1 to 4: an ICMP query mapping must last at least 60 seconds; errors with a bad checksum or without a mapping are dropped; the quoted headers are translated back, type and code stay, the quoted transport checksum is not judged.',
  why: "If the quoted headers are not translated back, the client's stack cannot match the error to its flow: traceroute shows nothing and path MTU discovery stalls.",
  sends:
    'Through a CONNECT-IP tunnel with NAT: an echo query, a pause of up to a minute and a late reply; then errors from the responder that quote a live flow, one correct, one with a bad checksum, one about a flow that does not exist. What arrives in the tunnel is compared field by field.',
  counts: {
    info: 'which errors arrive, how their quoted headers look, and how long the query mapping lasts',
  },
  hint: 'Begin with a correct error as the positive control: without it, a dropped error says nothing about the reason.',
  pitfalls: ['Firewalls on the path often drop ICMP errors altogether, which looks like a strict NAT.'],
  see: ['RFC 4787 section 12'],
  status: {kind: 'method'},
})
