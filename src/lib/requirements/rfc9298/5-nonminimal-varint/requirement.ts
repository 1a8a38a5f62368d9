import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/5/nonminimal-varint',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Longer encodings of Context ID 0 mean the same as the shortest',
  asks: 'Variable-length integers need not use the shortest form. A receiver must take 0 in two, four or eight octets as 0, in a Context ID, a Quarter Stream ID, and capsule type and length alike.',
  why: 'A peer that reserves a fixed width, as many encoders do, finds its datagrams dropped or delivered with stray octets in front.',
  sends:
    'An echo with Context ID 0 in each of the four widths, by DATAGRAM frame and by capsule, and with long forms of the Quarter Stream ID and capsule type and length; the responder compares the payloads.',
  counts: {
    pass: 'each form is delivered with the same payload',
    fail: 'a long form is refused with an error, delivered with octets too many or too few, or lost each time while short forms before and after pass',
    inconclusive: 'echoes in the shortest form are lost as well',
  },
  hint: 'Use one varint decoder everywhere; look for a comparison of the first octet with zero, or a skip of one octet.',
  pitfalls: ['A single loss proves nothing: repeat each form between echoes in the short form.'],
  see: ['RFC 9297 section 1.1', 'RFC 9000 section 16'],
})
