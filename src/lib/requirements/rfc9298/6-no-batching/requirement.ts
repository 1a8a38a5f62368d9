import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/6/no-batching',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'The proxy does not queue packets to send them in batches',
  asks: 'A proxy should strive not to make UDP traffic burstier and should not queue packets in order to batch them.',
  why: 'Bursts overflow shallow buffers and confuse the inner congestion control; calls and games feel the added jitter at once.',
  sends:
    'A paced echo of 1000 packets per second, directly and through the proxy; the spread of arrival times is compared. Timestamps at the responder show the leg towards the target alone.',
  counts: {
    pass: 'the proxy adds less than 2 ms of spread at the 99th percentile',
    warn: 'regular bursts with a period above 5 ms',
    inconclusive: 'jitter of the client or of the path is larger than what is measured',
  },
  hint: 'Look for a send queue that is flushed by a timer, and for delayed small writes (Nagle) on HTTP/1.1 and HTTP/2.',
  pitfalls: [
    'Segmentation offload, Nagle and CPU scheduling on the tester make bursts of their own: measure the direct path first.',
  ],
  see: ['RFC 8085 section 3.1'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
