import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'fp/-/h3-first-frames',
  level: 'none',
  binds: 'method',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'A profile of the first HTTP/3 streams and frames',
  asks: 'A notation of our own: SETTINGS as id:value in order with GREASE marked, order of unidirectional streams, priority signals, order of pseudo-header fields, use of QPACK.',
  why: 'It shows which library either end runs, and whether a client in MASQUE mode differs from itself in Web mode, as far as the other end can see.',
  sends:
    'Recorded for both ends from the first streams after the handshake, and compared line by line between MASQUE sessions and ordinary GETs.',
  counts: {
    info: 'the raw lines for each end',
  },
  hint: 'Compare the lines themselves; no public format for this is widely accepted.',
  pitfalls: ['Only the end point sees it, never a passive observer.'],
  see: ['RFC 9114 section 6.2', 'RFC 9114 section 7.2.4', 'RFC 9218 section 7.2'],
  status: {kind: 'method'},
})
