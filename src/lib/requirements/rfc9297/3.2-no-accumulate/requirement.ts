import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.2/no-accumulate',
  level: 'should',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: [],
  title: 'Capsule values are handled as they arrive, not collected first',
  asks: 'A receiver should not collect the whole value of a capsule before handling or skipping it, because that uses up flow control.',
  why: 'A capsule larger than the window then blocks the stream for ever: the sender waits for credit, the receiver for the rest of the capsule, and the tunnel hangs.',
  sends:
    'Sends a capsule of unknown type, twice as long as the initial stream window, and watches whether flow-control credit for the stream is granted on the way.',
  counts: {
    pass: 'credit keeps being granted while the capsule is under way',
    warn: 'no credit and no progress for 10 s, or credit only after the end, in at least 3 tries',
    inconclusive:
      'the tunnel ends for other reasons, or the window grows without bound, so that nothing is ever blocked',
  },
  hint: "Look for a parser that asks for 'length' octets in one read before it looks at the type.",
  pitfalls: ['A receiver may also end the stream because of the size; that is no deadlock.'],
  see: ['RFC 9297 section 3.5'],
})
