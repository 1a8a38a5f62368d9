import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc4884/-/ext',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'safe',
  needs: [],
  title: 'Reading ICMP errors that carry extensions after the quotation',
  asks: 'Sections 3 to 5: with extensions, the quotation is padded to at least 128 octets and to a boundary of 4 (IPv4) or 8 octets (IPv6), with a length field in octet 5 (types 3, 11, 12) or octet 4 (types 1, 3). Packet Too Big has none.',
  why: 'A parser that knows nothing of it takes padding or extension objects for payload, and reports that a router mutated the packet.',
  sends:
    'The parser reads the length field first, cuts the quotation there and parses what follows as extension objects; only then is the quotation compared with the packet sent.',
  counts: {
    info: 'the quotation without padding and, where present, the extension objects',
  },
  hint: 'The length counts 32-bit words in IPv4 and 64-bit words in IPv6.',
  pitfalls: ['Zero padding behind a short quotation is not a change of the payload.'],
  see: ['RFC 4443 section 3', 'RFC 792'],
  status: {kind: 'method'},
})
