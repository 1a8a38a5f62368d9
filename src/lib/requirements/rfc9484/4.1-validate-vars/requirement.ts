import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.1/validate-vars',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Invalid target and ipproto values are refused as malformed requests',
  asks: 'The proxy must check the decoded target and ipproto against grammar and ranges. A request that breaks them must be handled as malformed: an error response or a stream error, in HTTP/1.1 preferably 400.',
  why: 'A proxy that lets them through guesses a scope: protocol 256 may wrap to 0, a prefix with host bits may mean one host or a network, and an access rule written for the one is bypassed by the other.',
  sends:
    'A valid prefix and a valid protocol in the same template as control; then one fault per request: ipproto 256, 999, -1, udp, 0x11, 1000 and empty; target with too long a prefix length, host bits set, a zone identifier, two slashes, and empty.',
  counts: {
    pass: 'each fault gets a 4xx, a stream reset, or (for target) a rejection as an unresolvable name, while the valid control is accepted',
    fail: 'a success for a value outside the grammar or ranges, while the valid control shows that the variables are parsed',
    warn: '5xx other than a DNS error, closing of the whole connection, or success for an empty target, which the grammar alone would admit',
    info: 'the status used, and in HTTP/1.1 any error other than 400',
    inconclusive:
      "the control is refused as well (credentials or policy), or this server's template lacks the variables",
  },
  hint: 'The usual misses are host bits below the prefix and protocol numbers above 255: look for an integer that is truncated to 8 bits and a prefix parser that masks.',
  pitfalls: [
    'Three digits are allowed for ipproto: 006 is a valid way to write 6.',
    'A raw slash before the prefix length changes the path, so a 404 is a fair answer; raw colons bind the client, and a proxy may accept them.',
    'Numbers of IPv6 extension headers (0, 43, 44, 51, 60, 135, 139, 140) may be refused: never use one as the valid control.',
  ],
  see: ['RFC 9484 section 4.6', 'RFC 9113 section 8.1.1', 'RFC 9114 section 4.1.2'],
})
