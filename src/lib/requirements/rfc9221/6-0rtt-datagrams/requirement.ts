import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/6/0rtt-datagrams',
  level: 'none',
  binds: 'proxy',
  over: ['3'],
  runClass: 'untestable',
  needs: ['responder'],
  title: 'What becomes of tunnel requests and datagrams sent in 0-RTT',
  asks: 'Protocols that allow DATAGRAM frames in 0-RTT need a profile for it; for tunnels it is left open whether early requests and datagrams are processed.',
  why: 'Early data can be replayed by anyone who recorded it: a replayed request may open a second socket and deliver the payload to the target twice.',
  sends:
    'Resumes with 0-RTT and sends extended CONNECT and a tagged datagram as early data; the responder logs the tags. Where the tester can, it replays its own flight.',
  counts: {
    info: '0-RTT refused, answered with 425, held until the handshake ends, or processed; whether a replay delivers the payload twice',
    inconclusive: 'no ticket, or the client side cannot send early data',
  },
  hint: 'Look whether the tunnel handler can tell early data from data after the handshake.',
  pitfalls: [
    'Replay only your own connection towards your own responder.',
    'Datagrams may be sent early only if a setting of 1 was stored before.',
  ],
  see: ['RFC 9297 section 2.1.1', 'RFC 8470 section 5.2', 'RFC 9001 section 5.6'],
  status: {
    kind: 'untestable',
    reason:
      'Only requests and datagrams that are sent in 0-RTT show it, and our engine keeps no tickets and sends no 0-RTT; what is served after the handshake says nothing of it.',
  },
})
