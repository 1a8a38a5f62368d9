import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/2.1/qsid-too-large',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'destructive',
  needs: [],
  title: 'A Quarter Stream ID above 2^60-1 closes the connection',
  asks: 'A receiver must treat a Quarter Stream ID above 2^60-1 as an HTTP/3 connection error of type H3_DATAGRAM_ERROR (0x33).',
  why: "Multiplied by four such a value leaves the range of stream IDs: unchecked arithmetic can wrap around and hand the payload to somebody else's tunnel.",
  sends:
    'On a connection of its own, with DATAGRAM negotiated both ways, sends a DATAGRAM frame whose Quarter Stream ID is 2^60, and waits at least 3 round trips after its packet is acknowledged.',
  counts: {
    pass: 'the connection is closed with application error 0x33',
    fail: 'the packet is acknowledged and the connection goes on working',
    warn: 'the connection is closed with another code',
    inconclusive: 'DATAGRAM is not negotiated, or the packet was never acknowledged',
  },
  hint: 'Look for a multiplication by four without a range check before it.',
  pitfalls: [
    'The test ends the connection, so it runs on one that carries nothing else.',
    'Without an acknowledgement of the carrying packet, plain loss looks like a receiver that ignores it.',
  ],
  see: [],
})
