import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc4787/-/icmp-frag',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'safe',
  needs: [],
  title: 'Checking a NAT behind CONNECT-IP for ICMP and fragment handling',
  asks: 'Section 12 says that no ICMP message may end a mapping, that a NAT must answer an oversized packet with DF set by type 3 code 4, and that it must accept fragments both in and out of order.',
  why: 'Where one forged or late ICMP error ends a mapping, anybody can cut a flow; where reordered fragments are lost, large DNS answers fail on some paths only.',
  sends:
    'Through a CONNECT-IP tunnel with NAT, the responder sends fragments towards the client in order and then reversed, with an echo between; then an ICMP error about a live flow, followed by ordinary data on that flow.',
  counts: {
    info: 'whether the mapping outlives the ICMP error and whether both fragment orders arrive',
    notApplicable: 'the tunnel is CONNECT-UDP, where RFC 9298 decides, or no NAT is behind the proxy',
  },
  hint: 'Frame each step by echoes on the same mapping, so that a lost packet is not taken for a mapping that died.',
  pitfalls: [
    'A CONNECT-UDP proxy is not judged by this: it closes the tunnel if its system reports the socket unusable, for instance after a Destination Unreachable.',
  ],
  see: ['RFC 9298 section 3.1'],
  status: {kind: 'method'},
})
