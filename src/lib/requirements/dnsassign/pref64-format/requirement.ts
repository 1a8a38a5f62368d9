import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'dnsassign/-/pref64-format',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'NAT64 prefixes arrive in whole 13-octet records',
  asks: 'PREF64 carries records of 13 octets: a prefix length of 32, 40, 48, 56, 64 or 96 and 96 bits of prefix; an empty capsule withdraws. Any other length must be treated as malformed.',
  why: 'A misread prefix sends all IPv4 traffic of an IPv6-only user to addresses that do not exist.',
  sends:
    'Two tunnels: on one a valid PREF64 (0x274C0FBC) with 64:ff9b::/96; on the other a capsule of 12 octets, then one with prefix length 33. Whether the tunnel lives is watched. For a client, a scripted proxy sends the same.',
  counts: {
    pass: 'the valid capsule leaves the tunnel alive, and the malformed ones end it or, without support, are skipped',
    fail: 'the valid capsule ends the stream, although unknown types must be skipped and known ones are fine',
    info: 'a malformed capsule is skipped while a valid one visibly takes effect',
    inconclusive: 'it is not known whether the peer supports PREF64, or the tunnel ends without any capsule',
  },
  hint: 'Look at the dispatcher of capsule types: unknown types must be skipped silently, known ones checked for length.',
  pitfalls: [
    'A peer without support skips all of them, and that is right.',
    'The code point is provisional and may change with the draft.',
  ],
  see: ['RFC 9297 section 3.2', 'RFC 6052 section 2.2', 'RFC 8781 section 4'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
