import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-tcp-stack',
  level: 'none',
  binds: 'proxy',
  over: ['2', '1.1'],
  runClass: 'opt-in',
  needs: ['capture'],
  title: 'Whether one TCP stack answers on all ports of the address',
  asks: 'No document asks for particular TCP options or retransmission times; they belong to the operating system and to what stands in front of it.',
  why: 'Two different stacks on one address show a proxy placed in front of, or beside, the site.',
  sends:
    'Captures our own handshakes with port 443, with other open ports and with the cover site, and compares the SYN-ACK fields (JA4TS). Only with consent and raw sockets, a SYN without the last acknowledgement shows the gaps between retransmissions.',
  counts: {
    pass: 'one consistent stack answers',
    info: 'the fields that differ behind one address',
    inconclusive: 'no privilege to capture, or only one port to compare',
  },
  hint: "Look at load balancers and port forwarding: the answering stack may not be the proxy's host.",
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    "The retransmission gaps need raw sockets and the operator's consent.",
  ],
  see: ['RFC 9293'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
