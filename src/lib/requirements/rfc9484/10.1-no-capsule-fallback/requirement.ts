import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/10.1/no-capsule-fallback',
  level: 'should',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: ['responder', 'raw'],
  title: 'Packets too large for a DATAGRAM frame are dropped with Packet Too Big',
  asks: 'A proxy should not put an IP packet that fits no DATAGRAM frame into a capsule. It should drop it and send Packet Too Big to its sender.',
  why: 'A capsule delivers reliably what the sender probes for loss, so its path MTU search learns a wrong size. Without an ICMP error, TCP behind the tunnel stalls on large segments.',
  sends:
    "The responder sends packets of growing size with DF set to the client's address and listens for ICMP errors; the client notes which arrive and whether as DATAGRAM frame or capsule.",
  counts: {
    pass: 'Packet Too Big or fragmentation needed comes from the proxy with the true tunnel MTU, at least 1280 for IPv6, and large packets are not delivered',
    warn: 'no error comes, the packet is delivered in a capsule, the MTU named is wrong, or the stream closes although the tunnel carries 1280',
    info: 'the stream closes where IPv6 is in use and the tunnel cannot carry 1280, as section 7.2 has it',
    inconclusive: 'the error comes from a router before the proxy, or the responder cannot send such sizes',
  },
  hint: 'Look for a send function that falls back to a capsule when the DATAGRAM frame is refused as too large.',
  pitfalls: [
    "A router before the proxy can send the same error: compare its source with the proxy's address.",
    'ICMP errors are limited in rate, so pause between probes.',
  ],
  see: ['RFC 4443 section 3.2', 'RFC 1191 section 4', 'RFC 8899 section 3'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
