import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-settings',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2'],
  runClass: 'safe',
  needs: [],
  title: 'What the SETTINGS tell anyone who completes a handshake',
  asks: 'A server that supports Extended CONNECT and HTTP Datagrams has to say so in its SETTINGS, before any authentication. No document asks it to hide that.',
  why: 'The set of settings, draft identifiers and odd values narrows a server down to one library and its purpose in one round trip.',
  sends:
    'Completes a handshake without credentials, records identifiers, order and values of the SETTINGS (ENABLE_CONNECT_PROTOCOL, H3_DATAGRAM and draft identifiers, WebTransport, QPACK sizes, GREASE) and compares them with common Web servers.',
  counts: {
    pass: 'the set is one that mainstream Web servers send as well',
    info: 'the settings seen, for example Extended CONNECT with HTTP Datagrams but no other use for them, or draft identifiers',
    inconclusive: 'no connection in this HTTP version, or no reference servers to compare with',
  },
  hint: 'Look for draft settings left on in the library, and for settings the site has no visible use for.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
  ],
  see: ['RFC 9297 section 2.1.1', 'RFC 8441 section 3', 'RFC 9220 section 3'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
