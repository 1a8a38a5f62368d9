import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/5/oversize-capsule-not-buffered',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2'],
  runClass: 'stress',
  needs: [],
  title: 'A datagram capsule to be discarded is not buffered first',
  asks: 'When a payload is too large to forward and came in a DATAGRAM capsule, the receiver should discard the capsule without buffering its contents.',
  why: 'A receiver that waits for the whole capsule ties up memory for each stream, and deadlocks when the capsule is longer than its flow control window.',
  sends:
    'Up to 12 DATAGRAM capsules with a payload of 65527 octets in context 0, which no UDP packet over IPv4 can carry: of each all but the last octet, while the credit is watched that comes back, then the rest and an echo in a capsule.',
  counts: {
    pass: 'credit for octets of a capsule comes back before its end, and the echo works afterwards',
    warn: 'the stream carries nothing any more behind the capsule, while a tunnel beside it does',
    info: 'credit came back, and never before the end of a capsule was sent',
    inconclusive: 'no credit comes back at all, as the window is much larger',
  },
  hint: 'Let the capsule parser skip: once the length is known to be too large, count octets down instead of collecting them.',
  pitfalls: [
    'Credit comes back in portions: one of them has to fall within a capsule.',
    'Octets that were taken may still be kept in memory: this sees that they do not wait in the window.',
    'Below HTTP/1.1 the windows are of TCP, and megabytes.',
    'A payload above 65527 octets is no probe here: it demands an abort.',
  ],
  see: ['RFC 9297 section 3.5'],
})
