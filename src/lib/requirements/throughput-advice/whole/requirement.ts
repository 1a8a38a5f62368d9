import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'throughput-advice/-/whole',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether the peer sends throughput advice for its tunnels',
  asks: 'An expired draft with a capsule that advises a throughput for UDP and IP proxying; it asks nothing of current implementations.',
  why: 'A client that obeys such advice may look throttled; the capsule in the report explains where the ceiling comes from.',
  sends: 'Nothing is sent for it. A capsule of this kind that comes from the peer is recognised and reported.',
  counts: {
    info: 'the capsule is seen, or not',
    inconclusive: 'no tunnel was opened in which it could show',
  },
  hint: 'Look for experimental extensions switched on in the proxy if a rate ceiling is a surprise.',
  pitfalls: ['The code point is provisional, so an unknown capsule may or may not be this one.'],
  see: ['RFC 9297 section 3.3'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
