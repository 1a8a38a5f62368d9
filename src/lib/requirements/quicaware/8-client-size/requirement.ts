import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'quicaware/8/client-size',
  level: 'should',
  binds: 'client',
  over: ['3'],
  runClass: 'safe',
  needs: ['mock-origin'],
  title: 'A client starts its outer connection with room for an inner Initial',
  asks: 'A client should start the outer connection with packets larger than 1200 octets, and should look for a larger path MTU once it forwards.',
  why: 'With 1200-octet outer packets an inner Initial of 1200 octets does not fit, and no QUIC connection through the proxy can start by DATAGRAM frames.',
  sends:
    "A scripted proxy measures the client's first outer datagrams, looks for probes before the first inner Initial, and later, with forwarding in use, for larger probes.",
  counts: {
    pass: 'outer packets exceed 1200 octets and leave room for an inner Initial',
    warn: 'outer packets stay at 1200 octets, with no probing before the first inner Initial',
    inconclusive: 'the client opens no tunnel, or sends no inner Initial',
  },
  hint: 'Look at the initial packet size of the outer QUIC stack, and whether path MTU discovery runs before the tunnel is used.',
  pitfalls: [],
  see: ['RFC 9000 section 14', 'RFC 8899'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
