import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/10.1/df0-fragment',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'IPv4 packets with DF and IPv6 packets are not fragmented by the proxy',
  asks: 'A router must not fragment IPv4 packets with DF set, nor IPv6 packets in transit. IPv4 packets with DF clear may be fragmented.',
  why: 'Fragments of packets that forbid it break path MTU discovery for the sender and are dropped by many firewalls, so large transfers hang without any error.',
  sends:
    'The responder sends 1500-octet packets with DF clear and set, and IPv6 ones, to the client; the client sends packets above the egress MTU. Both sides capture what arrives.',
  counts: {
    pass: 'DF and IPv6 packets arrive whole or are refused with an ICMP error',
    fail: "the proxy adds an IPv6 Fragment header or fragments a packet with DF, cut at the tunnel's MTU, while the direct path is clean",
    info: 'whether packets with DF clear are fragmented or dropped',
    inconclusive: 'a translator is on the path, the direct path fragments as well, or no large packet arrives',
  },
  hint: 'Look for a TUN or raw socket that clears DF, or for a host option that allows local fragmentation.',
  pitfalls: [
    'A translator between IPv4 and IPv6 may rightly add a Fragment header.',
    'A router on the path may clear DF: the direct path is the control.',
    'Segmentation and receive offload at either end forge or hide sizes: switch them off.',
  ],
  see: ['RFC 791 section 3.1', 'RFC 8200 section 4.5', 'RFC 1812 section 5.2.6', 'RFC 7915 section 4'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
