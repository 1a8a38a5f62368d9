import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7.3/receive-malformed',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'destructive',
  needs: [],
  title: 'A malformed ROUTE_ADVERTISEMENT ends the request stream',
  asks: 'A receiver of a ROUTE_ADVERTISEMENT with a bad IP Version, a wrong length or a Start above its End must follow the error handling for malformed capsules.',
  why: "A proxy that accepts half of a broken list installs routes that were never meant. In site-to-site use it then sends one network's traffic into another's tunnel.",
  sends:
    'One fault per tunnel: IP Version 5, Start above End, a range cut short, a surplus octet at the end. A valid advertisement in a tunnel of its own is the control; after each, an echo.',
  counts: {
    pass: 'the stream ends, in whatever way',
    fail: 'the tunnel still forwards echoes 3 RTT later, in 3 runs, while the valid control leaves it alive',
    inconclusive: 'the valid advertisement ends the stream too, or no echo crosses the tunnel before the fault',
  },
  hint: 'Look for a capsule handler that discards client routes by policy before it parses them.',
  pitfalls: [
    'A proxy may ignore client routes by policy, but the duty to reject a malformed capsule remains.',
    'A dead tunnel is silent as well: only an answered echo proves that it goes on.',
  ],
  see: ['RFC 9297 section 3.3'],
})
