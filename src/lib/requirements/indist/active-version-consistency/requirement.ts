import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-version-consistency',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether HTTP/1.1, HTTP/2 and HTTP/3 serve the same site',
  asks: 'HTTP versions share their semantics; no document asks that a site answer identically over each of them.',
  why: 'A cover site that exists over TCP but is a bare 404 over HTTP/3 shows that a different program owns the UDP port.',
  sends:
    'Fetches the same resources and the same missing paths over the three versions without credentials, and compares status, header fields, bodies and error pages.',
  counts: {
    pass: 'site, fields and errors agree over all versions',
    info: 'where they differ, for instance another stack or a missing site over HTTP/3',
    inconclusive: 'only one HTTP version can be reached',
  },
  hint: 'Look at which program listens on UDP 443, and whether it serves the cover site too.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'A delivery network and its origin may differ per version for good reasons.',
  ],
  see: ['RFC 9110 section 2.5', 'RFC 9114 section 3.1'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
