import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/7.2/ttl-expiry-icmp',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Packets whose hop count runs out are discarded, with Time Exceeded',
  asks: 'A router that decrements the TTL or Hop Limit to zero must discard the packet and send Time Exceeded to its source.',
  why: 'Packets that live on at 0 circle in routing loops. Without Time Exceeded the proxy is a gap in every traceroute, and loops stay unseen.',
  sends:
    'Sends a packet with hop limit 0 to the responder, and hop limit 1 only where a decrement was found before. The responder sends packets whose TTL ends exactly at the proxy.',
  counts: {
    pass: 'the expired packet is not delivered and Time Exceeded comes with a correct quotation',
    fail: "a packet is delivered into the tunnel with hop count 0, or our packet with 0 reaches a responder on the proxy's link, 3 times",
    warn: 'the packet is dropped without Time Exceeded, which hides the hop',
    info: 'hop limit 1 is forwarded undiminished, which is allowed on decapsulation; the next router answers then',
    inconclusive: 'a control with a larger hop count does not arrive either',
  },
  hint: 'Look for a comparison with 0 after the decrement of an unsigned octet, or for none at all.',
  pitfalls: [
    'ICMP errors are limited in rate, and many proxies hide on purpose, so a missing error alone is only a warning.',
  ],
  see: ['RFC 4443 section 3.3', 'RFC 1812 section 5.3.1', 'RFC 9484 section 7.2.1'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
