import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-tls-variants',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'How the server answers a set of different ClientHellos',
  asks: 'TLS leaves choices of cipher, group, ALPN and alerts to the server. No MASQUE document narrows them.',
  why: 'The pattern of answers names a TLS library and its configuration; one that differs from the cover server gives the proxy away.',
  sends:
    'Sends about ten ClientHello variants (versions, ciphers, groups, ALPN order, no server name, post-quantum only, GREASE ECH) and records per variant the chosen values, HelloRetryRequest, alerts, ECH retry configurations and JA4S; does the same with the cover server.',
  counts: {
    pass: 'every variant gets the answer the cover server gives',
    info: 'the variants answered otherwise, and how',
    inconclusive: 'the cover server cannot be reached, or the default variant fails too',
  },
  hint: 'Look for a TLS configuration written for the proxy alone; sharing that of the Web server removes the difference.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'Answers change with every update of a TLS library: compare with a live server, never with a static list.',
  ],
  see: ['RFC 8446 section 4.1', 'RFC 8446 section 6.2'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
