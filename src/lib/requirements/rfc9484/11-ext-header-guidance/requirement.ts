import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/11/ext-header-guidance',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'opt-in',
  needs: ['responder', 'raw'],
  title: 'The proxy does not act on source routes',
  asks: 'Implementers need to follow current guidance on risky headers. A node named in a type 0 Routing header must not process it, and IPv4 source routes are advised to be dropped.',
  why: 'Source routes turn the proxy into a reflector and amplifier: a packet with many hops crosses the same link dozens of times and gets around filters.',
  sends:
    'IPv6: a packet to an address of the proxy with a type 0 Routing header that names the responder next. IPv4: loose source route with the proxy first, the responder last.',
  counts: {
    pass: 'no source-routed packet arrives; for IPv6 a Parameter Problem or a drop',
    fail: 'the responder receives the packet re-addressed by the proxy from its Routing header, 3 times',
    warn: 'the IPv4 source route is honoured',
    info: 'packets in transit with such a header are forwarded or dropped',
    inconclusive: 'the packet is filtered before the responder, or no address of the proxy is known',
  },
  hint: "Look at the kernel's source routing settings on the TUN device, not only on the physical interface.",
  pitfalls: ['A packet that merely passes through with such a header is not processed by the proxy and says nothing.'],
  see: ['RFC 5095 section 3', 'RFC 7126 section 4.3'],
  status: {kind: 'planned', waitsFor: 'responder'},
})
