import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9209/2.1.2/next-hop',
  level: 'may',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'next-hop may show the address that the proxy chose for the target',
  asks: 'A proxy may put the selected next hop into Proxy-Status as next-hop. The client then learns which address a target name resolved to.',
  why: 'Without it a client cannot tell which of several addresses its flow uses, nor key QUIC-aware forwarding to it. A wrong or internal address misleads whoever debugs the path.',
  sends:
    'Opens tunnels to a name and to a literal address, reads next-hop from the successful responses and compares it with the address on which the responder was reached.',
  counts: {
    info: "the value and the responder's view; a contradiction between them, or an internal address, is pointed out",
    inconclusive: 'no tunnel opened, or no next-hop was sent',
  },
  hint: 'Look for a value taken from configuration or from the first DNS answer rather than from the connected socket.',
  pitfalls: ['NAT or a load balancer in front of the responder makes a true value look wrong.'],
  see: ['draft-ietf-masque-quic-proxy section 6.6', 'RFC 1918 section 3'],
})
