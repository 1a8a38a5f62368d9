import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/5/oversize-capsule-not-buffered',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: 'A datagram capsule to be discarded is not buffered first',
  asks: 'When a payload is too large to forward and came in a DATAGRAM capsule, the receiver should discard the capsule without buffering its contents.',
  why: 'A receiver that waits for the whole capsule ties up memory for each stream, and deadlocks when the capsule is longer than its flow control window.',
  sends:
    'A capsule of 60000 octets is sent slowly in context 0; the flow control window is watched while it goes out, then an echo.',
  counts: {
    pass: 'the window keeps opening as octets are sent, and the echo works afterwards',
    warn: 'the window stalls until the capsule is complete, or the proxy breaks down under it (shown prominently)',
    inconclusive: 'the initial window is larger than the capsule, so nothing can be seen',
  },
  hint: 'Let the capsule parser skip: once the length is known to be too large, count octets down instead of collecting them.',
  pitfalls: [
    'Read the initial window first: a window above the capsule size hides the effect.',
    'A payload above 65527 octets is no probe here: it demands an abort.',
  ],
  see: ['RFC 9297 section 3.5'],
  status: {kind: 'planned', waitsFor: 'suite'},
})
