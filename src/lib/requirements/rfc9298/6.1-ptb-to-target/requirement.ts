import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/6.1/ptb-to-target',
  level: 'should',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'A target packet too large for the tunnel is answered with Packet Too Big',
  asks: 'When a packet from the target does not fit a DATAGRAM frame, the proxy should drop it and send the target an ICMP Packet Too Big.',
  why: "Without the message the target's path MTU discovery meets a black hole: its large packets vanish and it learns nothing.",
  sends:
    'Small echoes show that DATAGRAM frames are in use; then the responder sends packets too large for the tunnel but within the path MTU, 1 s apart, DF set, and captures ICMP: its source, quote and MTU value.',
  counts: {
    pass: 'a valid message arrives from the proxy, with an MTU that fits the largest payload that gets through',
    warn: "no message over IPv6 while ICMP demonstrably passes, or one with an absurd MTU (0, under 1280 for IPv6, above the packet's size)",
    info: "no 'fragmentation needed' over IPv4: the document cites only the ICMPv6 message",
    inconclusive: 'the packet had DF clear, or ICMP is filtered on the path',
    notApplicable: 'the proxy is not seen to use DATAGRAM frames on this stream',
  },
  hint: 'Raw ICMP needs a privilege such as CAP_NET_RAW: check whether the process has it and whether the drop path uses it.',
  pitfalls: [
    'Proxies in user space can rarely send ICMP, so this warning is common.',
    'Space the probes 1 s apart: ICMP is rate-limited.',
    'A router may send the message if the packet exceeds the path MTU: check that the ICMP source is the proxy.',
  ],
  see: ['RFC 4443 section 3.2', 'RFC 8201 section 4'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
