import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.2/mtu-echo-check',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'The tunnel MTU is checked by echo unless it is known to suffice',
  asks: 'Unless another guarantee exists out of band, endpoints must send ICMPv6 echo requests with 1232 octets of data and tear the tunnel down if no answer comes.',
  why: 'Without a check the first sign of a small path is a user whose large packets vanish. The check turns that into a clean failure before any traffic.',
  sends:
    'Watches for an echo request with 1232 octets of data from the peer, leaves some unanswered to see whether the tunnel ends, and reads the size of the Initial datagrams.',
  counts: {
    pass: 'the check is seen, or without intermediaries the Initial datagrams have 1331 octets or more',
    fail: 'the operator states that no other guarantee exists, and no check is seen on an HTTP/3 tunnel with IPv6',
    warn: 'no check seen on HTTP/3, where a guarantee may exist out of band; or our own echo is never answered although IPv6 is assigned',
    info: 'the Initial size; no check on HTTP/1.1 or HTTP/2, where capsules have no such limit',
    inconclusive: 'no IPv6 in the tunnel, or the tunnel ended before a check could come',
  },
  hint: 'Look whether anything at all sets the Initial size or sends echo requests: most implementations have neither by default.',
  pitfalls: [
    'A firewall may drop echo: a small one goes first, and only small answered with large unanswered speaks of the MTU (rfc9484/7.2/mtu-1280).',
  ],
  see: ['RFC 4443 section 4.1', 'RFC 9000 section 14.1'],
  status: {kind: 'planned', waitsFor: 'suite'},
})
