import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.3/truncated-at-fin',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'A stream that ends inside a capsule is treated as malformed',
  asks: 'If the stream ends cleanly in the middle of a capsule, the receiver must treat it like a malformed or incomplete message.',
  why: 'A proxy that forwards the fragment hands the target a cut packet that nobody ever sent.',
  sends:
    'Sends the header of a DATAGRAM capsule of length 100 with a mere 10 octets of value, then FIN; with a responder, whether the 9 octets after the Context ID arrive.',
  counts: {
    pass: 'the proxy resets its side or signals another error, and nothing reaches the target',
    fail: 'the cut payload reaches the target',
    info: 'the proxy just closes its side, which from outside looks like an orderly end',
    inconclusive: 'the tunnel did not work before, or nothing was seen on either side',
  },
  hint: 'Look for an end-of-stream path that flushes what is left in the buffer as if it were complete.',
  pitfalls: ['A plain close may be right inside and is no evidence either way.'],
  see: ['RFC 9114 section 4.1.2'],
})
