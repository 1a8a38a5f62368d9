import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc8201/-/v6',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'safe',
  needs: [],
  title: 'The shape and meaning of an ICMPv6 Packet Too Big',
  asks: 'Section 4: type 2 code 0 with a 32-bit MTU. A report below 1280 must be discarded, the estimate never goes under 1280 and never rises because of a report, and larger sizes are not tried for 5 minutes (10 are recommended).',
  why: 'A stack that believes any value can be forced by a forged report into tiny packets or a dead flow; one that raises its estimate runs straight into a black hole.',
  sends:
    'Used to build reports (valid, below 1280, above the current estimate) and to check those a proxy emits: type, code, MTU, checksum, and as much of the packet quoted as fits in 1280 octets.',
  counts: {
    info: 'the parsed fields and how they compare with the packet that caused the report',
  },
  hint: 'Judge the reported MTU against the size of the quoted packet: a value at or above that size cannot be right.',
  pitfalls: [
    'Some older kernels take a report below 1280 as 1280 and do not discard it; shrinking to just 1280 is that case.',
  ],
  see: ['RFC 4443 section 3.2'],
  status: {kind: 'method'},
})
