import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-spin-grease-bits',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'How the spin bit and the fixed bit behave in short headers',
  asks: 'The spin bit and the fixed bit are visible, the key phase is protected. The fixed bit may be cleared only towards a peer that sent grease_quic_bit; the spin bit must be disabled on a share of paths.',
  why: "Bits that behave otherwise than on the client's Web connections set its MASQUE connections apart on every packet.",
  sends:
    'Captures both kinds of session and records the spin pattern and the fixed bit of each short header, per connection and direction.',
  counts: {
    pass: 'both bits behave as on ordinary GETs',
    info: 'the pattern of each bit, a cleared fixed bit where the two ends did not negotiate it among them',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look at whether the QUIC library is given other options for the proxy connection than for the Web.',
  pitfalls: [
    'A cleared fixed bit is legal once the peer sent grease_quic_bit, which an observer cannot see if the server sent it.',
    'The spin bit is disabled at random per connection: compare many connections.',
    'Version Negotiation packets carry arbitrary bits there.',
  ],
  see: ['RFC 9000 section 17.4', 'RFC 9287', 'draft-ietf-masque-ip-proxy-reqs-03 section 3.8'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
