import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/5.2/ack-delay',
  level: 'should',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Acknowledgements for DATAGRAM-only packets may wait, within max_ack_delay',
  asks: 'A receiver should be able to delay its acknowledgement of packets that carry only DATAGRAM frames, within the limits of max_ack_delay.',
  why: 'An acknowledgement for every packet costs return bandwidth and battery; one that comes too late makes the sender probe and misjudge the round trip.',
  sends:
    'Sends DATAGRAM-only packets in order, first spaced wider than max_ack_delay, then in pairs, and measures the delay of acknowledgements and their number per packet.',
  counts: {
    pass: 'acknowledgements come within max_ack_delay, delayed or thinned out',
    warn: 'acknowledgements later than max_ack_delay plus a round trip on a loss-free path, over at least 20 samples',
    info: 'each packet is acknowledged at once; support for delaying cannot be excluded',
    inconclusive: 'the path loses or reorders packets, or the samples are too few',
  },
  hint: 'Look whether the timer for acknowledgements uses the advertised max_ack_delay.',
  pitfalls: [
    'A sender asks again when an acknowledgement is late by max_ack_delay and a millisecond (RFC 9002 section 6.2), and is answered at once: only one that holds its probes back sees the delay.',
    'It is a capability that is asked for: immediate acknowledgements prove nothing.',
    'Packets out of order or marked CE are acknowledged at once by rule, and two packets usually call for one acknowledgement.',
  ],
  see: ['RFC 9000 section 13.2.1', 'RFC 9000 section 13.2.2'],
  status: {kind: 'planned', waitsFor: 'engine'},
})
