import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc4443/-/format',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'safe',
  needs: [],
  title: 'The shape of ICMPv6 errors, and when none is sent',
  asks: 'Sections 2.4 and 3: an error quotes what fits in 1280 octets and must be rate-limited. None answers another error, a redirect, a source that is not one node, or a multicast destination (save Packet Too Big and Parameter Problem code 2).',
  why: 'Hosts discard an error with a bad checksum, so senders learn nothing; an error sent in reply to an error or a multicast can start a storm.',
  sends:
    'Every ICMPv6 message that a proxy emits is parsed: type and code, checksum over the pseudo-header with next header 58, total length, quoted packet. A burst then shows the rate limit.',
  counts: {
    pass: 'every message parses, its checksum is right and it stays within 1280 octets',
    info: 'a bad checksum, a length over 1280, or a code that is not in this document (the registry has grown since)',
  },
  hint: 'Look for a checksum without the pseudo-header, or computed before the quotation was cut to length.',
  pitfalls: ['An absent error may be the rate limit at work: send few, slowly, before concluding anything.'],
  see: ['RFC 4884', 'RFC 8201 section 4'],
  status: {kind: 'method'},
})
