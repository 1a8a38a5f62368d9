import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/5/send-promptly',
  level: 'should',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Datagrams leave in the first packet that congestion control allows',
  asks: 'A sender should send a DATAGRAM frame as soon as it can, as congestion control allows. It may share a packet with other frames.',
  why: 'A timer in the send path adds its delay to every packet of every tunnel: voice and games suffer, and tunnelled congestion control sees a longer path.',
  sends:
    'The responder sends sparse tagged packets with timestamps to an otherwise idle tunnel; their arrival in DATAGRAM frames is compared with plain UDP between the same machines.',
  counts: {
    pass: 'no delay beyond the baseline plus 2 ms (95th percentile)',
    warn: 'a constant extra delay above 5 ms on an idle, uncongested connection',
    inconclusive: 'sending is limited by congestion control, or clocks and path are too noisy',
  },
  hint: 'Look for a flush timer or a batch size between the UDP socket and the QUIC send queue.',
  pitfalls: [
    'Pacing and congestion control delay legitimately.',
    'It is measured together with rfc9298/6/no-batching: one cause, one finding.',
  ],
  see: ['RFC 9221 section 5.4'],
  status: {kind: 'planned', waitsFor: 'suite'},
})
