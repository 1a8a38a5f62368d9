import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-initial-size',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'How large the UDP datagrams with the Initial packets are',
  asks: 'QUIC requires at least 1200 octets for datagrams with a client Initial and does not fix the size above that. RFC 9484 names 1331 octets or more as one way to be sure of a tunnel MTU of 1280.',
  why: 'A client that pads its Initials to 1331 octets only for proxying tells every observer what the connection is for.',
  sends:
    'Captures both kinds of session, lists the UDP size of each datagram with an Initial in either direction, and how it was filled: PADDING frames or coalesced packets.',
  counts: {
    pass: 'sizes are those of an ordinary GET by the same client',
    info: 'the sizes seen, with any of 1331 octets or more, or odd ones, that only MASQUE uses',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look for an initial packet size that is raised for IP proxying only; use it for all connections or rely on echo requests.',
  pitfalls: [
    'Many clients pad beyond 1200 for reasons of their own: compare with the same client, not with the minimum.',
  ],
  see: ['RFC 9000 section 14.1', 'RFC 9484 section 7.2', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
