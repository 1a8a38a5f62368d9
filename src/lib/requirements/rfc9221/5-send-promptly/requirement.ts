import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/5/send-promptly',
  level: 'should',
  binds: 'proxy',
  over: ['3'],
  runClass: 'destructive',
  needs: ['responder'],
  title: 'Datagrams leave in the first packet that congestion control allows',
  asks: 'A sender should send a DATAGRAM frame as soon as it can, as congestion control allows. It may share a packet with other frames.',
  why: 'A timer in the send path adds its delay to every packet of every tunnel: voice and games suffer, and tunnelled congestion control sees a longer path.',
  sends:
    'Sends sparse echoes through tunnels on connections with DATAGRAM frames and on others without, by turns, with every question in a capsule: what differs is how the answers come.',
  counts: {
    pass: 'answers in frames are as quick as those in capsules',
    warn: 'the fastest answer in a frame takes over 5 ms longer than usual for one in a capsule, on any of the connections',
    inconclusive: 'fewer than 20 answers came in frames, or in capsules',
  },
  hint: 'Look for a flush timer or a batch size between the UDP socket and the QUIC send queue.',
  pitfalls: [
    'A delay that strikes frames and capsules alike is not seen: without a clock at the target, it looks like a longer path.',
    'Connections may take different paths, or end at different hosts: there are several of each kind.',
    'Pacing and congestion control delay legitimately.',
    'A server has been seen to die of a tunnel of a client that takes no DATAGRAM frames.',
    'It is measured together with rfc9298/6/no-batching: one cause, one finding.',
  ],
  see: ['RFC 9221 section 5.4'],
})
