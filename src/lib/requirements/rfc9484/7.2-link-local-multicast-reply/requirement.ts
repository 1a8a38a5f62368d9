import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.2/link-local-multicast-reply',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether the proxy answers an echo to the all-nodes multicast address',
  asks: "Endpoints need to answer packets to link-local multicast properly. ICMPv6 echo to ff02::1 matters most: it checks the MTU when the peer's address is unknown.",
  why: 'A client that checks the MTU in this way tears the tunnel down when no reply comes, so IPv6 users of that client cannot connect at all.',
  sends:
    'ICMPv6 echo requests from the assigned address, then from a link-local one, to ff02::1: three small ones, then three with 1232 octets of data, with various hop limits.',
  counts: {
    pass: 'an echo reply from a unicast address of the proxy',
    info: 'the source and hop limit of the reply, or no reply to 3 small and 3 full-size requests',
    inconclusive: 'no IPv6 address or route in the tunnel, or no other packet crosses it',
  },
  hint: "Look at the kernel's multicast membership on the TUN device, and at settings that ignore broadcast echo.",
  pitfalls: [
    'Source validation may drop a link-local source: try the assigned address first.',
    'Small answered and large unanswered is a matter of MTU, not of this row.',
  ],
  see: ['RFC 4443 section 4.2', 'RFC 4291 section 2.7.1'],
})
