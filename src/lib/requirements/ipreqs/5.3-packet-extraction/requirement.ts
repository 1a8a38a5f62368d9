import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/5.3/packet-extraction',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'untestable',
  needs: [],
  title: 'How packets get from the tunnel to the network and back',
  asks: 'This is out of scope: an implementation may use a TUN interface or anything else. No level is stated.',
  why: 'The choice shows in side effects: a kernel interface adds packets of its own, and a stack in user space may lack ICMP or fragments.',
  sends:
    "nothing; it would need a look into the proxy's host. Packets that a kernel adds by itself, as rfc9484/7.1/no-nd-ra looks for them, hint at a TUN interface.",
  counts: {},
  hint: 'Keep in mind that a kernel interface sends router solicitations and multicast of its own accord unless told not to.',
  pitfalls: ['Such packets are a hint at a TUN interface and no proof.'],
  see: ['RFC 9484 section 7.1'],
  status: {
    kind: 'untestable',
    reason: 'It is a matter inside the implementation; only chance side effects show outside',
  },
})
