import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/10/mtu',
  level: 'none',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'How much payload a compressed context gains over an uncompressed one',
  asks: "The document points out that moving traffic between the two forms changes the effective MTU, which can disturb a client's path MTU discovery. No level is stated.",
  why: 'An uncompressed datagram spends 7 octets on an IPv4 tuple and 19 on an IPv6 one. An inner QUIC connection that probed in one form may find its largest packets lost in the other.',
  sends:
    'The largest payload that still comes back is searched for in an uncompressed context and in a compressed one to the same target, in DATAGRAM frames.',
  counts: {
    info: 'the two sizes and their difference',
    inconclusive: 'the search does not settle in one of the two forms, because of loss or because no echo comes back',
  },
  hint: 'Let the inner path MTU search start only after the context it will use has been acknowledged.',
  pitfalls: ['A longer Context ID adds octets of its own, as it is a variable-length integer.'],
  see: ['RFC 8899 section 3', 'RFC 9298 section 6.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
