import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-quic-vn',
  level: 'none',
  binds: 'proxy',
  over: ['3'],
  runClass: 'safe',
  needs: [],
  title: 'How the server meets unknown versions, short Initials and long connection IDs',
  asks: 'A QUIC server should answer an unknown version with Version Negotiation if the datagram is large enough, and must discard Initials in datagrams under 1200 octets. The list of versions is its own.',
  why: 'Draft versions in the list, or an answer where Web servers stay silent, identify the stack with one datagram.',
  sends:
    'Sends a GREASE version in a datagram of 1200 octets, a short one, an Initial of version 2, and an unknown version with long connection IDs; records the version list as a set, silence, and whether long IDs come back.',
  counts: {
    pass: 'the answers are those of mainstream servers: negotiation from 1200 octets on, silence below',
    info: 'the answers and versions seen, draft versions or an unusual answer among them',
    inconclusive: 'no answer to an ordinary handshake either, so silence says nothing',
  },
  hint: 'Look at the version list the library enables by default, and at the size check in front of the version check.',
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
    'Servers may limit or leave out Version Negotiation: silence is not a fault.',
  ],
  see: ['RFC 9000 section 6', 'RFC 9000 section 14.1', 'RFC 8999 section 6', 'RFC 9369'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
