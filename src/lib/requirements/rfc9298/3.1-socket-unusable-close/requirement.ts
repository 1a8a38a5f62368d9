import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/socket-unusable-close',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['responder', 'raw'],
  title: 'A socket that has become unusable ends the request stream',
  asks: 'If the operating system reports that the socket is no longer usable, the proxy must close the request stream. ICMP Destination Unreachable is the example given.',
  why: 'A client whose tunnel is dead but open keeps sending into the void; closed at once, it could try another address or report the error.',
  sends:
    "Datagrams to a closed port; with a responder, ICMP unreachable of several types and codes (IPv4 3/0, 3/1, 3/3, 3/13; IPv6 1/1, 1/3, 1/4) that quote the proxy's packet, then echoes again to see whether the tunnel lives.",
  counts: {
    pass: 'the stream is closed after the error, or the tunnel verifiably still forwards',
    fail: 'in at least three runs forwarding stops for good while the stream stays open, and a fresh tunnel to the same responder works',
    warn: "the stream is closed by an ICMP error whose quoted packet is not the tunnel's",
    info: 'which code closed the stream, after how many errors, and with FIN or which reset code',
    inconclusive: 'ICMP is filtered between responder and proxy, so no effect can be expected',
  },
  hint: 'Look for a read loop on the socket that ends on an error without closing the stream.',
  pitfalls: [
    'A connected UDP socket on Linux stays usable after ECONNREFUSED: a tunnel that stays open and works is no violation.',
    'Rules for NATs say that ICMP must not end a mapping; for proxies RFC 9298 is the one that counts.',
    'ICMP rate limits, such as one per second and target on Linux, hide repeated probes.',
  ],
  see: ['RFC 4443 section 3.1', 'RFC 4787 section 9'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
