import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/4.2/reliable',
  level: 'none',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Whether IP packets can also be sent reliably over HTTP/3',
  asks: 'An extension could offer reliable delivery of some packets, which the DATAGRAM capsule on the request stream gives. No level is stated.',
  why: 'If a proxy ignores DATAGRAM capsules because it expects DATAGRAM frames, packets too large for a frame, or sent by a peer without frames, vanish.',
  sends:
    'On a tunnel over HTTP/3 with DATAGRAM frames enabled, an IP packet is sent in a DATAGRAM capsule and its answer awaited; in which form that comes back is noted.',
  counts: {
    info: 'whether packets in DATAGRAM capsules are forwarded, and in which form answers come back',
    inconclusive: 'packets in DATAGRAM frames get no answer either',
  },
  hint: 'Look for a capsule loop that ignores type 0x00 when DATAGRAM frames are in use.',
  pitfalls: ['The answer need not come in the same form as the packet that was sent.'],
  see: ['RFC 9297 section 3.5'],
})
