import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/3.7/flow-control',
  level: 'none',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Whether packets pass without flow control over HTTP/3',
  asks: 'The protocol is to allow packets to be proxied without flow control at least over HTTP/3, for which DATAGRAM frames are named, and to give guidance on it. No level is stated.',
  why: 'If packets wait for stream credit, one slow reader stalls all inner connections at once and their timers go off although nothing was lost.',
  sends:
    'Packets are sent and requested in DATAGRAM frames over HTTP/3 while no stream credit is granted, and it is counted whether they still pass.',
  counts: {
    info: 'whether packets passed while stream credit was zero, and what share of them',
    inconclusive: 'no HTTP/3, no DATAGRAM frames, or heavy loss with credit as well',
  },
  hint: 'Look for one send queue shared by capsules and DATAGRAM frames, in which a blocked stream holds up everything.',
  pitfalls: [
    'DATAGRAM frames are still under congestion control: loss at a high rate is normal, so the control runs at the same rate.',
  ],
  see: ['RFC 9221 section 5.3', 'RFC 9221 section 5.4'],
  status: {kind: 'covered', by: ['rfc9221/5.3/not-flow-controlled']},
})
