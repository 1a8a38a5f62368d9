import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/6/unknown-context',
  level: 'must',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'Datagrams with an unknown Context ID are dropped or held, quietly',
  asks: 'On HTTP/3, a datagram with a Context ID that nobody has registered must be dropped silently or held for about a round trip; the tunnel goes on.',
  why: 'Datagrams may overtake the registration of their context. A proxy that closes the tunnel, or forwards the payload as an IP packet, breaks every extension to IP proxying.',
  sends:
    'An echo in context 0, then a valid IP packet in the unregistered context 2, then an echo in context 0 again. A responder notes whether the stray packet arrived.',
  counts: {
    pass: 'the stray packet vanishes and the echoes go on',
    fail: 'the stray packet reaches its target, or the proxy ends the stream or connection',
    inconclusive: 'no echo in context 0 works before the probe, or context 0 falls silent without a close',
  },
  hint: 'Look for a parser that skips the Context ID as one fixed octet.',
  pitfalls: ['Dropping and holding are both silence, so the probe is framed by echoes.'],
  see: ['RFC 9298 section 5', 'RFC 9297 section 2.1'],
})
