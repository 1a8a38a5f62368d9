import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3.1/5tuple-v4mapped',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'Whether IPv4 replies survive the source check on a dual-stack socket',
  asks: 'Replies that match the target have to be forwarded. On a dual-stack socket an IPv4 source appears as a mapped address and has to count as equal to the IPv4 target.',
  why: 'If mapped and plain addresses compare as different, the proxy drops every legitimate IPv4 reply: requests leave, nothing returns, IPv6 works.',
  sends:
    'A plain IPv4 echo through the proxy; the responder confirms that requests arrive and replies are sent. The same over IPv6 for comparison.',
  counts: {
    pass: 'the IPv4 echo returns',
    info: 'IPv4 requests are seen and answered, but the replies never arrive, while IPv6 works and no ICMP error comes back',
    inconclusive: 'the IPv4 path from the responder back to the proxy is not proven',
  },
  hint: "Look at the comparison of source address and target: unmap ::ffff: addresses first, or open the socket in the target's family.",
  pitfalls: [
    'A firewall that drops inbound UDP looks the same: prove the return path, such as by TCP between the same hosts.',
  ],
  see: ['RFC 4291 section 2.5.5.2'],
})
