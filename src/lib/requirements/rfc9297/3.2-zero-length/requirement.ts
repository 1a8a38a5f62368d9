import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.2/zero-length',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'What becomes of capsules with a length of zero',
  asks: 'The Capsule Length may be zero; whether an empty value makes sense is up to the capsule type.',
  why: 'A reader that takes zero octets for the end of the stream closes healthy tunnels as soon as a peer sends an empty capsule.',
  sends:
    'Sends a DATAGRAM capsule of length 0, a capsule of unknown type of length 0 and, in CONNECT-IP, an empty ADDRESS_ASSIGN; then a canary.',
  counts: {
    pass: 'the empty capsules are skipped or handled and the canary is answered',
    info: 'which empty capsule ends the tunnel, and how',
    inconclusive: 'the canary does not work before the empty capsule either',
  },
  hint: 'Look for a read of zero octets that is taken for the end of the data.',
  pitfalls: [
    'An empty DATAGRAM capsule has no room for a Context ID, so its handling is not defined.',
    'Some types forbid emptiness by their own rules, ADDRESS_REQUEST for one.',
  ],
  see: ['RFC 9297 section 3.5', 'RFC 9484 section 4.7'],
})
