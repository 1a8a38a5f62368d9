import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/3.2/unmodified',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'IP datagrams leave the tunnel as they entered it, for IPv4 and IPv6',
  asks: 'The protocol must have transports that take in IP datagrams on one side and put them out unmodified and entire on the other; extensions may alter packets. Both IPv4 and IPv6 are to be supported.',
  why: 'A proxy that rewrites fields on the way breaks inner ECN, path MTU discovery and IPsec, all of which rely on header fields nobody should touch.',
  sends:
    'Nothing of its own; coverage is taken from rfc9484/-/ip-flow-fields and rfc9484/10.2/ecn-inner-preserved, which compare packets before and after the tunnel.',
  counts: {
    info: 'which fields those requirements found changed, for which IP version',
    inconclusive: 'the requirements it rests on were not run, or came out inconclusive',
  },
  hint: 'Look for a proxy that forwards through a socket or a NAT and builds the header anew.',
  pitfalls: [
    'A router behind the tunnel lowers the Hop Limit and a NAT changes addresses; neither is a change by the tunnel itself.',
  ],
  see: ['RFC 9484 section 6', 'RFC 9484 section 7.2'],
})
