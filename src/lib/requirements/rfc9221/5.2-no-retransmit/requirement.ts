import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9221/5.2/no-retransmit',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Whether lost DATAGRAM frames are sent again',
  asks: 'The transport does not send a lost DATAGRAM frame again; a sender that suspects loss at most probes for an acknowledgement.',
  why: 'If datagrams become reliable, tunnelled transports recover every loss a second time, and path MTU probes succeed that should have failed.',
  sends:
    'Drops selected packets from the proxy before acknowledging them and watches whether the same tag comes again; the responder sends each tag once.',
  counts: {
    pass: 'dropped tags never come again, and probes appear after a timeout',
    info: 'a dropped tag arrives later in a new packet, so reliability leaks in',
    inconclusive: 'it is not certain that the packet was dropped and unacknowledged',
  },
  hint: 'Look whether the loss handler re-queues DATAGRAM frames together with stream frames.',
  pitfalls: [
    "A duplicate made by the responder or the network has two copies on the target's side: count there.",
    'A probe may carry new data or PING; repeating the datagram is not expressly forbidden.',
  ],
  see: ['RFC 9221 section 5', 'RFC 9002 section 6.2.4'],
})
