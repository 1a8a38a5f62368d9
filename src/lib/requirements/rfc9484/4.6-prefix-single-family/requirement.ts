import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.6/prefix-single-family',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether a prefix target limits the tunnel to one IP version',
  asks: 'A request whose target is an IP prefix supports a single IP version, that of the prefix.',
  why: 'A client that asked for IPv4 only and gets an IPv6 address or route may send IPv6 traffic into a tunnel that was never meant for it.',
  sends:
    'A tunnel with an IPv4 prefix as target and an ADDRESS_REQUEST; then assigned addresses and advertised routes are searched for IPv6. The same the other way round.',
  counts: {
    pass: 'addresses and routes are of the family of the prefix only',
    info: 'an address or a route of the other family is given too',
    inconclusive: 'neither an address nor a route is received, or the scope is refused',
  },
  hint: 'Look for address assignment that does not know the scope and always hands out both families.',
  pitfalls: ['A refusal entry with an all-zero address for the other family is no assignment.'],
  see: ['RFC 9484 section 4.7.1', 'RFC 9484 section 4.7.3'],
})
