import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/4.4/compression',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether the proxy offers compression of the packets it carries',
  asks: 'An extension could compress packets, while the core protocol carries them in full. No level is stated.',
  why: 'Each inner packet carries a full IP header. On paths with a small MTU these octets decide whether inner IPv6 still fits.',
  sends:
    "It is looked at whether the proxy's response or capsules announce the drafted compression of HTTP Datagrams; nothing is compressed by the test.",
  counts: {
    info: 'whether such an extension was announced',
    inconclusive: 'no response to look at',
  },
  hint: 'Remember that a compressed packet must come out of the tunnel exactly as it went in.',
  pitfalls: ['Not announcing it is the normal case and no fault.'],
  see: [],
})
