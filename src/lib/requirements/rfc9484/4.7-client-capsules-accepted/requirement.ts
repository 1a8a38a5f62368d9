import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.7/client-capsules-accepted',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether the proxy puts up with address and route capsules from the client',
  asks: 'Both ends may send any number of ADDRESS_ASSIGN, ADDRESS_REQUEST and ROUTE_ADVERTISEMENT capsules. The proxy may ignore the routes by local policy.',
  why: 'A client library that can also connect sites sends these capsules as a matter of course. A proxy that aborts on them locks out its users for a legal message.',
  sends:
    'A valid ADDRESS_ASSIGN for one documentation address and a valid ROUTE_ADVERTISEMENT for the range around it are sent in a running tunnel; then a canary.',
  counts: {
    pass: 'the tunnel lives and still forwards',
    info: 'the tunnel is aborted; or whether the routes were installed',
    inconclusive: 'no canary passes before the capsules',
  },
  hint: 'Look for a capsule switch on the proxy that knows only ADDRESS_REQUEST and treats the other two as an error.',
  pitfalls: [
    'Ignoring the capsules is allowed; only the end of the tunnel is of note.',
    'An abort for a capsule that is malformed by mistake looks the same: check the octets sent.',
  ],
  see: ['RFC 9484 section 4.1', 'RFC 9484 section 4.7.1', 'RFC 9484 section 4.7.3'],
})
