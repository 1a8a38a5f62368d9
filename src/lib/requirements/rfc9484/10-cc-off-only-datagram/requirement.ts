import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/10/cc-off-only-datagram',
  level: 'may',
  binds: 'both',
  over: ['3'],
  runClass: 'stress',
  needs: ['responder', 'netem'],
  title: 'Congestion control may be off for packets that hold only proxied IP',
  asks: 'The outer connection may switch off congestion control for packets that contain only DATAGRAM frames with IP packets. Others stay under it.',
  why: 'Without outer control, inner flows are throttled once, not twice. Switched off for more than that, a proxy overloads the path with traffic that nothing governs.',
  sends:
    'The responder sends an inner flow at constant rate while 5 % of the packets to the client are dropped; it compares the rate of DATAGRAM-only packets with that of stream data.',
  counts: {
    info: 'whether the rate reacts to loss, and the rate measured',
    inconclusive: 'the loss could not be imposed, or the inner flow was slowed elsewhere',
  },
  hint: "Look at the QUIC library's option for datagrams outside congestion control, if it has one.",
  pitfalls: [
    'Inner rate, path and pacing explain most pictures, so this is never a verdict.',
    'The stricter rule for CONNECT-UDP does not apply to IP proxying.',
  ],
  see: ['RFC 8085 section 3.1.11'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
