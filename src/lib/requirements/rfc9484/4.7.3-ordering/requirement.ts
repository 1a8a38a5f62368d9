import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.3/ordering',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'destructive',
  needs: [],
  title: 'Ranges in ROUTE_ADVERTISEMENT are ordered and do not overlap, and violations abort',
  asks: 'Ranges must be ordered by version, then by protocol, then by address, and those of equal version and protocol must not share an address. Who receives a violation must abort the stream.',
  why: 'Many routing tables refuse overlapping entries, so part of the routes is missing and some destinations bypass the tunnel. Strict clients drop the tunnel altogether.',
  sends:
    "The proxy's own capsules are checked. Then one violation per tunnel: IPv6 before IPv4, protocol 17 before 6, overlapping ranges, a start equal to the end before it, a duplicate; after 3 round trips a canary. A valid capsule in another tunnel is the control.",
  counts: {
    pass: "the proxy's own ranges are in order, and each violation ends the stream",
    fail: 'the proxy sends ranges out of order or overlapping, or the tunnel still forwards the canary after a violation',
    inconclusive:
      'the proxy sends no ranges and a valid ROUTE_ADVERTISEMENT ends the stream too, or no canary passes before the violation',
  },
  hint: 'Look for ranges that are sent in the order of the configuration file, and for a receiver that sorts or ignores instead of aborting.',
  pitfalls: [
    "Adjacent ranges, where one starts right after the other's end, are legal.",
    'The same range for two different non-zero protocols is legal; overlap of protocol 0 with another is judged under rfc9484/4.7.3/proto0-overlap.',
    'Reset, FIN and closing of the connection all count as abort.',
  ],
  see: ['RFC 9297 section 3.3'],
})
