import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/2.1/too-short',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'destructive',
  needs: [],
  title: 'A DATAGRAM frame too short for a Quarter Stream ID closes the connection',
  asks: 'A receiver must treat a DATAGRAM frame whose payload ends before the Quarter Stream ID is complete as an HTTP/3 connection error of type H3_DATAGRAM_ERROR (0x33).',
  why: 'A parser that reads on past the end of the frame may crash or use stray memory; one that ignores the frame hides an encoder bug at the peer.',
  sends:
    'On one fresh connection each, with DATAGRAM negotiated: an empty DATAGRAM frame, a frame of the single octet 0x40, and one of the single octet 0xC0; waits at least 3 round trips after the packet is acknowledged.',
  counts: {
    pass: 'the connection is closed with application error 0x33',
    fail: 'the packet is acknowledged and the connection goes on working',
    warn: 'the connection is closed with another code',
    inconclusive: 'DATAGRAM is not negotiated, or the packet was never acknowledged',
  },
  hint: "Look for a varint reader whose 'not enough data' result is taken as 'wait for more' or as 'skip'.",
  pitfalls: [
    'QUIC itself allows an empty DATAGRAM frame; it is HTTP/3 that does not.',
    'Only an acknowledged packet tells anything: an unacknowledged one may be lost.',
  ],
  see: ['RFC 9221 section 4'],
})
