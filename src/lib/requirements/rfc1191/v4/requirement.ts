import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc1191/-/v4',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'safe',
  needs: [],
  title: 'The shape of an IPv4 error that reports a packet as too big',
  asks: 'The IPv4 form is type 3 code 4, the next-hop MTU in octets 6 and 7 (zero from old routers), then the quoted IP header and at least 8 octets of what follows, with up to 576 octets in all by RFC 1812.',
  why: "An error with the MTU in the wrong place, or with too little quoted, is ignored by the sender's stack, and large packets vanish for good.",
  sends:
    'Used in both directions: to build errors that a real stack accepts, and to take apart the errors that a proxy or router emits, field by field.',
  counts: {
    info: 'the parsed fields: MTU, quoted header, length of the quotation, extensions',
  },
  hint: 'Count octets from the start of the ICMP header: octet 4 is unused and octet 5 is the length field that RFC 4884 added.',
  pitfalls: ["An MTU of zero is an old router's answer, not a malformed one."],
  see: ['RFC 792', 'RFC 1812', 'RFC 4884 section 4.1'],
  status: {kind: 'method'},
})
