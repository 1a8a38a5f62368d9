import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.2/unknown-capsule',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Capsules of unknown type are skipped and the tunnel goes on',
  asks: 'An endpoint that receives a capsule of unknown type must silently drop it, skip over it and parse the next one.',
  why: 'New extensions announce themselves by new capsule types. An endpoint that chokes on one breaks every later version of the protocol for its users.',
  sends:
    'Sends capsules of the reserved types 0x17, 0x40 and 0x69 and of unassigned types, with 0, 10 and 5000 octets of value, then a canary in a DATAGRAM capsule and, in HTTP/3, one in a DATAGRAM frame.',
  counts: {
    pass: 'the canaries are answered',
    fail: 'the stream or connection is closed, or repeatedly no capsule after the unknown one takes effect while the same canary works without it',
    inconclusive: 'the canary does not work before the unknown capsule either',
  },
  hint: 'Look for a default case that returns an error, or one that forgets to skip the value of the capsule.',
  pitfalls: [
    'Reserved types alone are not enough: an endpoint may special-case them.',
    'Avoid every assigned or provisional type, such as 0x00 to 0x03, 0x11 to 0x13, WRAP_UP, DNS_ASSIGN, PREF64, DATA and FINAL_DATA.',
    'Loss on the way to the target can eat a canary: repeat it before judging.',
  ],
  see: ['RFC 9297 section 5.4'],
})
