import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9209/2/trailer',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A Proxy-Status trailer repeats only members of the header section',
  asks: 'An intermediary must not send a Proxy-Status member in trailers unless the header section of that message had the same member, perhaps with other parameters.',
  why: 'Recipients rebuild the order of the hops from the header section. A member that exists only in the trailer cannot be placed, and the error is blamed on the wrong hop.',
  sends:
    'Asks for pages and for tunnels that cannot be opened, reads header and trailer sections of the answers and compares their Proxy-Status members. On a tunnel it does nothing: trailers have no place there.',
  counts: {
    pass: 'each member in a trailer also stands in the header section',
    fail: 'a trailer holds a member that the header section of the same response lacks',
    inconclusive: 'no response that is no tunnel came whole, or a field cannot be read',
    notApplicable: 'whole responses came, and none has Proxy-Status in its trailers',
  },
  hint: 'Look for an abort handler that adds the field to the trailers of streams it never marked at the start.',
  pitfalls: ['Many HTTP libraries drop trailers silently: absence on one path proves nothing.'],
  see: ['RFC 9110 section 6.5'],
})
