import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/socket-open-while-stream',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'The socket stays open, with its port, as long as the request stream is open',
  asks: 'The proxy must keep the UDP socket open while the request stream is open.',
  why: 'A new port in mid-tunnel is a new peer to the target: DTLS and games lose the session, QUIC has to validate the path again, and replies to the old port are lost.',
  sends:
    "A tunnel with idle gaps under two minutes and a busy one beside it as control; the responder records the proxy's address and port from the first packet to the last. Alone: a mapping check with STUN over time.",
  counts: {
    pass: 'address and port stay the same for the life of the stream',
    fail: 'in at least three runs the port changes or replies stop while the stream is open, with no NAT on the egress and an unaffected control tunnel',
    warn: 'the source address changes, as with an egress pool',
    inconclusive: 'a NAT or an address pool on the egress cannot be excluded',
  },
  hint: 'Look for a socket timer that runs apart from the stream, or for sockets opened anew on each send.',
  pitfalls: [
    "A NAT behind the proxy may change the visible port without the proxy's doing: compare with a second tunnel.",
  ],
  see: [],
})
