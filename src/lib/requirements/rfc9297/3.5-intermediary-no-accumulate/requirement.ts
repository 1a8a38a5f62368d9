import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.5/intermediary-no-accumulate',
  level: 'should',
  binds: 'proxy',
  over: ['3'],
  runClass: 'opt-in',
  needs: ['mock-origin'],
  title: 'An intermediary does not collect oversized capsules before turning them into frames',
  asks: 'An intermediary that turns capsules into DATAGRAM frames should not collect a whole capsule in the stream first, because that can exhaust flow control.',
  why: 'One capsule larger than the window stops the tunnel for good, although it could never have fitted into a frame.',
  sends:
    'Sends a DATAGRAM capsule larger than the stream window and larger than any frame, slowly, through the intermediary; then a canary. A scripted origin records what arrives.',
  counts: {
    pass: 'credit keeps being granted and the canary arrives',
    warn: 'the stream stalls for lack of credit, at least 3 times',
    inconclusive: 'the initial window exceeds the capsule, or the canary does not pass without it either',
  },
  hint: 'Look for a read of the full announced length before its comparison with the largest frame.',
  pitfalls: ['A capsule that fits into a frame has to be collected, so only oversized ones tell.'],
  see: ['RFC 9297 section 3.2'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
