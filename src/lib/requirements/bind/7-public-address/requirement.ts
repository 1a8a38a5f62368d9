import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/7/public-address',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: ['responder'],
  title: 'An accepted request carries a valid Proxy-Public-Address that stays true',
  asks: 'The proxy must name the addresses and ports it has bound in Proxy-Public-Address, a List of Strings. With a single tuple it must keep that address and port for the life of the tunnel; with several, keeping them stable per family is recommended.',
  why: 'The client hands this tuple to its peers. If the field is missing, badly formed or no longer true, the peers send to a port where nobody listens and the call never connects.',
  sends:
    "The field of an accepted bound request is parsed. The responder notes the source tuples of outbound packets over the tunnel's life and sends to every listed tuple.",
  counts: {
    pass: 'the field parses, every listed tuple delivers, and the sources seen are in the list and stable',
    fail: 'the field is missing on an accepted bound request, does not parse, or a single tuple is given and a later packet leaves from another of that family, in three runs with no NAT',
    warn: 'private, unspecified or loopback addresses outside a lab; or, with several tuples, an address that changes within a family',
    info: 'a proxy in a lab lists private addresses',
    inconclusive: 'the proxy sits behind a NAT, or the responder shares its local network',
  },
  hint: 'Look for a field built from the configured listening address instead of the bound socket, or for IPv6 without brackets.',
  pitfalls: [
    'The field is owed only when a bound request is accepted; a fallback 2xx without connect-udp-bind owes nothing.',
    'A later change cannot be announced to the client, so what was seen is reported and not its cause.',
    'IPv6 addresses need brackets.',
  ],
  see: ['RFC 3986 section 3.2', 'RFC 9651 section 3.1'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
