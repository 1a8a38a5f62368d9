import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-coalescing',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'Which handshake packets share a UDP datagram',
  asks: 'QUIC lets senders put several long-header packets into one datagram, with readable Length fields. Nothing is asked of the pattern.',
  why: 'The pattern belongs to the stack and its configuration: if it changes with the mode, it marks MASQUE sessions without any decryption.',
  sends:
    'Captures both kinds of session and writes down, per datagram of the handshake, the packet types and their lengths in order.',
  counts: {
    pass: 'the patterns are those of ordinary GETs',
    info: 'the patterns seen, and which of them come with one kind of session only',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look at what the server writes in its first flush: another certificate chain or an early extra write shifts the pattern.',
  pitfalls: ['Loss, Retry and resumption change the pattern: compare runs with the same history.'],
  see: ['RFC 9000 section 12.2', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
