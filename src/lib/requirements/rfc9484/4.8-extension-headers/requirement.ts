import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.8/extension-headers',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'Protocol filters look behind IPv6 extension headers',
  asks: 'An implementation that scopes or routes by protocol must follow the chain of IPv6 extension headers to the first protocol that is not one. In ROUTE_ADVERTISEMENT, 0 means all protocols. A proxy may refuse scopes that name an extension header.',
  why: 'A filter that reads only the first next header value blocks UDP with options or fragments. The other way round, it lets a forbidden protocol pass behind a harmless header.',
  sends:
    'An IPv6 tunnel with ipproto 17: plain UDP and plain TCP; then UDP behind Hop-by-Hop padding, Destination Options and an atomic Fragment header, and TCP behind Destination Options. The same in an unscoped tunnel as control; a responder records what arrives.',
  counts: {
    pass: 'UDP behind extension headers passes, and hidden TCP is treated like plain TCP',
    fail: 'plain TCP is blocked but hidden TCP passes; or, 3 times each, UDP behind a header is blocked in the scoped tunnel while it passes unscoped and plain UDP passes in both',
    info: 'plain TCP passes in the scoped tunnel: the proxy does not filter by protocol, so the rule does not apply',
    inconclusive: 'extension headers do not pass the unscoped control either, or there is no IPv6',
  },
  hint: 'Look for a comparison with the next header field of the fixed IPv6 header, without a loop over the chain.',
  pitfalls: [
    'Paths on the Internet drop Hop-by-Hop and Fragment headers: nothing can be said without the unscoped control.',
    'A proxy that filters nothing cannot break the rule.',
  ],
  see: ['RFC 8200 section 4', 'RFC 9484 section 4.6', 'RFC 9484 section 4.7.3'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
