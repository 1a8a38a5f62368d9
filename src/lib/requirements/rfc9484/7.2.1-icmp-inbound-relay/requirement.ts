import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.2.1/icmp-inbound-relay',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'What becomes of ICMP errors that quote a packet of ours',
  asks: 'ICMP messages may come from the peer, from the target or from any router, even outside the scope. Clients are expected to be ready for them.',
  why: 'If the proxy drops them, traceroute stops at it and path MTU discovery beyond it fails; if its NAT forgets the quotation, the client cannot match the error to a flow.',
  sends:
    'The responder, as target and from another address, sends unreachable, Packet Too Big and Time Exceeded that quote the packet it saw. Without one: traceroute and a closed port.',
  counts: {
    pass: "the error arrives in the tunnel and its quotation shows the client's own addresses, ports and identifiers",
    info: 'it is dropped, arrives with the quotation left as after NAT, or reaches another client',
    inconclusive: 'a NAT or firewall on the path may have dropped the error',
  },
  hint: 'Look at the NAT rules for ICMP errors: the quoted header has to be translated back as well.',
  pitfalls: [
    'A NAT has to revert the quoted header and keep type and code, and drops what matches no mapping.',
    'The checksum inside the quotation is compared loosely.',
    'On a shared address, delivery to another client is a violation: see rfc9484/11/icmp-shared-address.',
  ],
  see: ['RFC 5508 section 4.2'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
