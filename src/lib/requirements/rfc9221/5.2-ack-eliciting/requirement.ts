import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/5.2/ack-eliciting',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Whether packets with DATAGRAM frames are acknowledged',
  asks: "DATAGRAM frames are ack-eliciting though they are never retransmitted. An acknowledgement shows receipt by the peer's transport, not by its application.",
  why: 'Without acknowledgements neither loss nor the right place to look for it can be told: a silent target and a lossy access line look the same.',
  sends:
    'Sends datagrams through a tunnel and notes for each one whether its packet is acknowledged and whether an answer comes.',
  counts: {
    pass: 'the packets are acknowledged',
    info: 'packets that carry only DATAGRAM frames stay unacknowledged while others are acknowledged',
    inconclusive: 'the connection as a whole receives no acknowledgements',
  },
  hint: 'Look whether the frame types 0x30 and 0x31 are in the list of ack-eliciting frames.',
  pitfalls: [
    "Acknowledged without an echo: lost behind the proxy's transport. Not acknowledged: lost on the way to the proxy. Other tests rest on this distinction.",
  ],
  see: ['RFC 9002 section 2'],
})
