import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/5/deliver-promptly',
  level: 'should',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Received datagrams are handed on at once',
  asks: 'A receiver should hand a valid datagram to the application immediately, as long as it can process and store it.',
  why: 'Datagrams that wait behind streams or timers reach the target late and in bursts, which real-time traffic takes for jitter.',
  sends:
    "Sends sparse tagged datagrams and notes the time of each and of its acknowledgement; the responder notes the arrivals, which are compared with the path's baseline.",
  counts: {
    pass: "arrival within the path's baseline plus 2 ms (95th percentile)",
    warn: 'packets are acknowledged but their payload is forwarded more than 5 ms late, over at least 20 samples',
    inconclusive: 'the baseline is unknown or too noisy',
  },
  hint: 'Look for a poll interval between the QUIC stack and the forwarding task.',
  pitfalls: [
    "An acknowledgement may itself be delayed by max_ack_delay: the path's baseline counts, not the acknowledgement alone.",
    'Dropping for want of resources is allowed.',
  ],
  see: ['RFC 9221 section 5.3'],
  status: {kind: 'planned', waitsFor: 'suite'},
})
