import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/10/no-batching',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Packets are not held back to form larger batches',
  asks: 'An endpoint should not queue packets to increase batching beyond what hardware offload needs, and should avoid making IP traffic more bursty.',
  why: 'Bursts overflow small buffers further on. The inner congestion controller takes the clustered losses for congestion and slows down.',
  sends:
    'The responder and the client send evenly paced packets through the tunnel and compare the spacing on arrival with that on a direct path.',
  counts: {
    pass: 'the spacing on arrival stays close to that of the sender',
    warn: 'packets arrive in bursts with gaps that the direct path does not show',
    info: 'the distribution of the gaps',
    inconclusive: 'the direct path is as bursty, or too many packets are lost',
  },
  hint: 'Look for a timer that flushes a send queue, or a batch size that a writer waits to fill.',
  pitfalls: [
    'Receive offload and wireless links make bursts of their own.',
    'Here, unlike for CONNECT-UDP, congestion control may be off for such packets.',
  ],
  see: ['RFC 9298 section 6'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
