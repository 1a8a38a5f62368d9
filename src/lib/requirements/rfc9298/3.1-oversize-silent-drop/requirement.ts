import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/oversize-silent-drop',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'What a datagram too large for the egress link does to its tunnel',
  asks: 'Datagrams that do not fit the egress link are dropped silently, without an error on stream or connection. No keyword of obligation is attached to the silence.',
  why: "If an oversized probe ends the tunnel, path MTU discovery by the client's protocol kills its own connection.",
  sends:
    'An echo, a payload of 9000 octets in a capsule, then an echo again; the responder sees whether nothing or the whole packet arrived.',
  counts: {
    pass: 'the second echo returns and no error is seen',
    info: 'the stream or the connection is torn down although the payload is no longer than 65527 octets',
    inconclusive: 'the capsule could not be sent in full, or the first echo was lost too',
  },
  hint: 'Look at the error path of the send call: EMSGSIZE means drop this datagram, not close the tunnel.',
  pitfalls: [
    'A jumbo-frame egress forwards 9000 octets whole: that is fine.',
    'Make sure flow control let out the whole capsule before waiting for the echo.',
  ],
  see: ['RFC 9298 section 5'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
