import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/3/0rtt-client',
  level: 'must',
  binds: 'client',
  over: ['3'],
  runClass: 'destructive',
  needs: [],
  title: 'A client closes the connection when a stored max_datagram_frame_size is lowered',
  asks: 'A client that stored the value with its 0-RTT state must end the connection with PROTOCOL_VIOLATION (0x0a) if the new value is lower.',
  why: 'Otherwise it has sent datagrams that the server did not allow, and the server ends the connection at a moment that looks random.',
  sends:
    'A scripted proxy issues a ticket, then accepts 0-RTT on resumption and sends a lower max_datagram_frame_size, or none.',
  counts: {
    pass: 'the client closes the connection with 0x0a or another transport error',
    fail: 'a client that sent DATAGRAM frames in 0-RTT goes on',
    inconclusive: 'the client does not use 0-RTT, or gives no sign that it stored the value',
  },
  hint: 'Look where remembered transport parameters are compared with the new ones: 0x20 is probably missing there.',
  pitfalls: ['Storing the value is optional; only datagrams sent in 0-RTT show that it was stored.'],
  see: ['RFC 9000 section 7.4.1', 'RFC 9000 section 11'],
  status: {kind: 'planned', waitsFor: 'client'},
})
