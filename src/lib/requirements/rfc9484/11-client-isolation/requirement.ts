import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/11/client-isolation',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: "Whether clients reach each other and the proxy's own services",
  asks: 'Tunnels that permit sending to arbitrary hosts carry significant risks. The document leaves to policy whether other clients and local services are among them.',
  why: "A client that reaches loopback, the gateway or a cloud's metadata service through the proxy can read secrets of the machine that runs it.",
  sends:
    "Two sessions of our own ping each other. With the operator's consent, a single SYN goes to the metadata address, the gateway and loopback addresses through the tunnel.",
  counts: {
    info: 'whether clients reach each other, and which services local to the proxy answer',
    inconclusive: 'no packet crosses either tunnel',
  },
  hint: 'Look at the rules for packets from the TUN device to the host itself, not only for those forwarded.',
  pitfalls: [
    "An answer from such an address may come from the client's own network: check that it arrives in the tunnel.",
  ],
  see: ['RFC 9484 section 7.2'],
})
