import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9000/14/df-outer',
  level: 'must',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['raw-client'],
  title: 'QUIC datagrams go out unfragmented and server Initials are full-sized',
  asks: 'UDP datagrams of QUIC must not be fragmented at the IP layer, and over IPv4 DF must be set where possible. Datagrams with ack-eliciting Initial packets must be expanded to 1200 octets or more.',
  why: "Fragmented outer packets get lost behind many firewalls and hide the true path MTU, so a tunnel stalls only on large packets. Small Initials leave the path's size unproven.",
  sends:
    'Captures the raw outer packets from the proxy during handshakes and while large packets cross the tunnel; reads DF, fragment fields and the UDP payload size of each Initial.',
  counts: {
    pass: 'DF is set, and every ack-eliciting Initial datagram of the server has 1200 octets or more',
    fail: 'a small ack-eliciting Initial datagram, or fragments from a sender whose whole packets carry DF (at least 3)',
    warn: 'whole packets go out with DF clear',
    inconclusive: 'no raw capture is possible, or the outer path is IPv6 and no large packet was seen',
  },
  hint: "Look for a UDP socket without the don't-fragment option, which some platforms call path MTU discovery mode.",
  pitfalls: [
    'Initials that only acknowledge may be small.',
    'A router can fragment only what has DF clear, so fragments beside DF point at the sender.',
    'Receive offload at the capturing host merges datagrams and shows sizes that never were on the wire.',
  ],
  see: ['RFC 9000 section 14.1'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
