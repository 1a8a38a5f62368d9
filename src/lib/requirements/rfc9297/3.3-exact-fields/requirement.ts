import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.3/exact-fields',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'A capsule with surplus or missing octets is treated as malformed',
  asks: "A capsule's value must hold exactly its fields: octets left over, an early end, or lengths that contradict each other must be treated as a malformed or incomplete message.",
  why: 'Tolerant parsers hide encoder bugs until a strict peer comes along, and contradicting lengths are a classic way to read past a buffer.',
  sends:
    'Makes a well-formed capsule take effect, then sends an ADDRESS_REQUEST with one octet too many, one with its last field cut, and a COMPRESSION_ASSIGN with one octet too many, as the tunnel type allows.',
  counts: {
    pass: 'the stream is ended with an error',
    fail: 'the capsule takes effect, or the stream goes on, at a peer that has shown support for the type',
    inconclusive: 'no capsule type with fixed fields is supported, or support could not be shown',
  },
  hint: 'Look whether each capsule decoder checks at its end that the value is used up.',
  pitfalls: [
    'Support comes first: an ADDRESS_REQUEST is answered, a COMPRESSION_ASSIGN is acknowledged. Without that, a silent skip is right.',
    'The DATAGRAM capsule has no fixed fields, so plain CONNECT-UDP offers nothing to test.',
  ],
  see: ['RFC 9484 section 4.7'],
})
