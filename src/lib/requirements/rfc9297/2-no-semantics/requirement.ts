import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/2/no-semantics',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'A datagram on a request without datagram semantics gets that request aborted',
  asks: 'A receiver of an HTTP Datagram that belongs to a request without known datagram semantics, such as GET or POST, must end that request; in HTTP/3 it must abort the stream with H3_DATAGRAM_ERROR (0x33).',
  why: 'If stray datagrams on ordinary requests are swallowed, a peer that maps its stream IDs wrongly loses all its traffic and never sees an error that would point to the bug.',
  sends:
    'With DATAGRAM negotiated, opens a POST or GET whose send side stays open, waits until its HEADERS are acknowledged, sends a DATAGRAM frame with its Quarter Stream ID, and keeps the body open for at least 3 round trips; repeats this at least 5 times.',
  counts: {
    pass: 'the request stream is aborted with 0x33',
    fail: "the datagram's packet is acknowledged, the request stays open and then completes normally, at least 3 times",
    warn: 'the request is aborted with another error code',
    info: 'the whole connection is closed instead of the stream',
    inconclusive:
      'the stream closed before the datagram could be processed, its packet was not acknowledged, or the server did not send SETTINGS_H3_DATAGRAM = 1',
  },
  hint: 'Look at the branch that dispatches datagrams by stream: requests without a datagram handler are probably skipped in silence.',
  pitfalls: [
    'A finished GET shows nothing: once the receive side is closed, silent dropping is the rule.',
    'A datagram that arrives before its request may be buffered or dropped, so it goes out only after the HEADERS packet is acknowledged.',
    'An extension that negotiated datagrams for ordinary methods overrides the rule.',
  ],
  see: ['RFC 9297 section 2.1'],
})
