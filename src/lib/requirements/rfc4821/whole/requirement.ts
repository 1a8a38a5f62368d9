import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc4821/-/whole',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'safe',
  needs: [],
  title: 'Finding the path MTU by probing alone',
  asks: 'The document describes a search for the packet size by sending probes and watching whether they arrive, without relying on ICMP. RFC 8899 carries the idea over to datagram protocols.',
  why: 'Many networks drop ICMP, and no ICMP crosses a CONNECT-UDP tunnel: a client that knows only the classic way has no means to learn what fits.',
  sends:
    'Serves as background for all size searches here: probe sizes, confirm by arrival, treat ICMP as a hint at most.',
  counts: {
    info: 'a reference; it gives no finding of its own',
  },
  hint: 'Keep loss by size and loss by congestion apart: a control packet of a proven size goes with every probe.',
  pitfalls: [],
  see: ['RFC 8899'],
  status: {kind: 'method'},
})
