import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/2.1/beyond-stream-limit',
  level: 'should',
  binds: 'proxy',
  over: ['3'],
  runClass: 'destructive',
  needs: [],
  title: 'A datagram for a stream beyond the stream limit closes the connection with H3_ID_ERROR',
  asks: 'A receiver should treat a datagram whose stream could not exist under the limit for bidirectional streams as a connection error of type H3_ID_ERROR (0x108). It need not, as HTTP/3 may not know that limit.',
  why: 'A proxy that buffers such datagrams for streams that can never open lets any client fill its memory.',
  sends:
    'On a connection of its own, sends a DATAGRAM frame whose Quarter Stream ID lies 100 above the number of streams the server allows.',
  counts: {
    pass: 'the connection is closed with application error 0x108',
    warn: 'the connection or the stream is ended with another code',
    info: 'the datagram is dropped silently, which is allowed',
    inconclusive: 'the packet was not acknowledged, or DATAGRAM is not negotiated',
  },
  hint: 'Look whether the code that buffers early datagrams asks QUIC for the current stream limit.',
  pitfalls: ['The server may raise its limit at any time: take the latest MAX_STREAMS and stay well above it.'],
  see: ['RFC 9114 section 8.1'],
})
