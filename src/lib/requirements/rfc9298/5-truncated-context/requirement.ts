import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/5/truncated-context',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'destructive',
  needs: [],
  title: 'What a datagram too short for its Context ID does',
  asks: 'No handling is defined for an HTTP Datagram that is empty or ends within its Context ID.',
  why: 'A parser that reads past the end crashes or takes the connection and all its other tunnels with it; one datagram from any client is enough.',
  sends:
    'An empty HTTP Datagram and one that holds only 0x40, by frame and by capsule, then an echo on the same tunnel, one on a parallel tunnel, and a new connection.',
  counts: {
    pass: 'the echo works afterwards',
    info: 'the datagram is ignored, the stream is aborted (defensible), or the whole connection is lost or later ones refused (shown prominently)',
    inconclusive: 'the echo before it was lost as well, or the datagram could not be sent',
  },
  hint: 'Check the remaining length before the Context ID is decoded, and return an error instead of an index out of range.',
  pitfalls: ['Aborting the stream is defensible, as for a capsule whose payload ends too early.'],
  see: ['RFC 9297 section 3.3'],
})
