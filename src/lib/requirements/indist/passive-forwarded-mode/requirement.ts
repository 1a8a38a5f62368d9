import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/passive-forwarded-mode',
  level: 'none',
  binds: 'both',
  over: ['3'],
  runClass: 'safe',
  needs: ['capture'],
  title: 'What QUIC-aware forwarding shows on the link between client and proxy',
  asks: 'The quic-proxy draft lets packets of inner connections pass without the tunnel, under connection IDs of their own, and warns that this can be seen. It does not ask that it be hidden.',
  why: 'Many unrelated connection IDs on one pair of addresses and ports tell an observer how many targets are in use; with the identity transform, the same octets on both links join client and target.',
  sends:
    'Captures a session with forwarding and one without, counts the Destination Connection IDs per pair of addresses and ports, and looks for short headers without a handshake and for packets without tunnel overhead.',
  counts: {
    pass: 'the number of connection IDs lies within the range of ordinary GETs',
    info: 'the extra connection IDs seen in MASQUE sessions, and the transform in use',
    inconclusive: 'no privilege to capture packets, or no ordinary GETs to compare with',
  },
  hint: 'Look at whether forwarding is on by default; a client can do without it, and the scramble transform prevents matching of octets.',
  pitfalls: [
    'It comes from a draft and is off by default.',
    'Rotation of connection IDs and migration also show new IDs.',
  ],
  see: [
    'draft-ietf-masque-quic-proxy section 2.2',
    'draft-ietf-masque-quic-proxy section 6.3',
    'draft-ietf-masque-quic-proxy section 10.1',
    'draft-ietf-masque-ip-proxy-reqs-03 section 3.8',
  ],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
