import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.1/no-nd-ra',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Which neighbour discovery and router messages appear in the tunnel',
  asks: 'Stateless autoconfiguration, router advertisements and neighbour discovery are not used in the tunnel, and link-local addresses need not exist.',
  why: 'A side that waits for an answer to its solicitation never starts to send. Stray router advertisements can give the client a default route that nobody meant.',
  sends:
    'Listens in the tunnel for RA, RS, NS, NA and MLD from the proxy, sends one RS and one NS, and checks that traffic flows whether or not they are answered.',
  counts: {
    pass: 'none of these messages arrives, and traffic does not depend on them',
    info: 'which messages arrive: RA or NS, or the RS, MLD and duplicate address checks of a kernel interface',
    inconclusive: 'the tunnel has no IPv6',
  },
  hint: "Look at the kernel's settings for the TUN device: it sends RS and MLD by itself unless told otherwise.",
  pitfalls: ['A Linux TUN device emits RS and MLDv2 unasked: kernel noise, not a design of the proxy.'],
  see: ['RFC 4861 section 6', 'RFC 4862 section 5'],
})
