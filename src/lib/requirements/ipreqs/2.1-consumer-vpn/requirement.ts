import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'ipreqs/2.1/consumer-vpn',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'The tunnel hides destinations from the access network and the client from servers',
  asks: "The protocol must support the use as a consumer VPN: the access network does not learn where the client connects, and servers do not learn the client's address.",
  why: "One packet outside the tunnel, or one field with the client's address passed on to a server, undoes what the user took the tunnel for.",
  sends:
    "With all traffic sent into the tunnel, the responder looks for the client's address in what it receives; coverage is also taken from the requirements of RFC 9484 section 11 on source addresses and privacy.",
  counts: {
    info: "whether the responder saw the client's own address anywhere, and how those requirements came out",
    inconclusive: 'the tunnel carried no traffic to the responder',
  },
  hint: "Look for traffic that goes around the tunnel (DNS, IPv6, routes that were there before), and for packets forwarded with the client's own source address.",
  pitfalls: [
    "Inner protocols may carry the client's address in their payload, which is not the tunnel's doing.",
    "The proxy's operator sees all of it; hiding from the operator is not part of this.",
  ],
  see: ['RFC 9484 section 8.1', 'RFC 9484 section 11'],
})
