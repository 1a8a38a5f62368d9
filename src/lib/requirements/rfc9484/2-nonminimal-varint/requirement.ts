import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/2/nonminimal-varint',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'destructive',
  needs: [],
  title: 'Integers encoded longer than needed keep their value',
  asks: 'Variable-length integers may use more octets than their value needs. Receivers must read Context IDs, Request IDs, capsule types and lengths in any of these forms.',
  why: 'Some stacks reserve a fixed width for lengths and fill it in later. A proxy that matches the first octet only works with its own client and fails with those.',
  sends:
    'First all in the shortest form, as a control. Then, a tunnel each, ADDRESS_REQUEST with Request ID 37 as 0x4025 and as 0x80000025, with capsule type 2 as 0x4002, and with its length in 4 octets, and behind each a request in the shortest form; at last an echo with Context ID 0 as 0x4000.',
  counts: {
    pass: 'the request is answered with its Request ID in any encoding, and the echo works',
    fail: 'the stream is aborted, the ID comes back as another value, or the request is passed over and the next one answered, while the shortest form works, 3 times',
    inconclusive: 'the shortest form is refused or unanswered too, or only the echo fell silent',
  },
  hint: 'Look for a comparison with a constant octet where a variable-length integer has to be read.',
  pitfalls: [
    'The answer need not repeat our encoding.',
    'A proxy may abort every ADDRESS_REQUEST by policy: the shortest form is tried first.',
  ],
  see: ['RFC 9000 section 16'],
})
