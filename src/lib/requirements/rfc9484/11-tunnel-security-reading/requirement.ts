import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/11/tunnel-security-reading',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'untestable',
  needs: [],
  title: 'Which advice on tunnel security and UDP usage is referred to',
  asks: 'The document points implementers to RFC 6169 for the security of tunnels and to RFC 8085 for the use of UDP.',
  why: 'Known traps of tunnels, such as filters that are bypassed or inner headers that nobody inspects, come back in each new implementation that has not read them.',
  sends: "Nothing; it would need a review of the implementation's design and code.",
  counts: {
    info: 'nothing is sent and nothing is judged',
  },
  hint: 'Read both documents with the forwarding path and the firewall rules of the proxy at hand.',
  pitfalls: [],
  see: ['RFC 6169', 'RFC 8085 section 3.1.11', 'RFC 9484 section 10'],
  status: {
    kind: 'untestable',
    reason: 'It refers to further reading and asks for no behaviour of its own that a peer could observe',
  },
})
