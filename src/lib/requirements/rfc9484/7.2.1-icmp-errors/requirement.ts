import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.2.1/icmp-errors',
  level: 'should',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Forwarding failures are reported by ICMP inside the tunnel',
  asks: 'An endpoint that cannot forward a packet should report this to its peer with an ICMP message in an HTTP Datagram; which type and code is its own choice.',
  why: 'Without an error, applications wait for their timeout where they could fail at once or try another address, and path MTU discovery does not work.',
  sends:
    'Triggers each cause at one probe per second: a spoofed source, a destination without route, a prohibited one such as 127.0.0.1, an oversize packet; it reads what comes back.',
  counts: {
    pass: 'a fitting ICMP error quotes our packet, has a valid checksum and goes to the source of that packet',
    warn: 'the packet is dropped in silence, the checksum is wrong, the quotation cannot be matched, or the stream is closed',
    info: 'the type and code chosen',
    inconclusive: 'the error comes from a router beyond the proxy, or the tunnel carries nothing at all',
  },
  hint: 'Look for forwarding errors that are only logged, or an ICMP builder that skips the pseudo-header checksum of IPv6.',
  pitfalls: [
    'Senders have to limit the rate of ICMP errors, so probes have to be slow.',
    'No error follows for ICMP errors, multicast or an unspecified source.',
    'For a spoofed source the error goes to the spoofed address and may not reach us.',
  ],
  see: ['RFC 4443 section 2.4', 'RFC 4443 section 3.1', 'RFC 792'],
})
