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
    'Sends sparse echoes through one tunnel, in DATAGRAM frames and in capsules by turns, and compares the round trips: the answers come alike.',
  counts: {
    pass: 'what is sent in frames is echoed as quickly as what is sent in capsules',
    warn: 'the fastest echo of a frame takes over 5 ms longer than the median of those of capsules, of at least 20 each',
    inconclusive: 'fewer than 20 echoes of frames, or of capsules',
  },
  hint: 'Look for a poll interval between the QUIC stack and the forwarding task.',
  pitfalls: [
    'A delay that strikes frames and capsules alike is not seen: without a clock at the target, it looks like a longer path.',
    'Dropping for want of resources is allowed.',
  ],
  see: ['RFC 9221 section 5.3'],
})
