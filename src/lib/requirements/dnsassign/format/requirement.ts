import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'dnsassign/-/format',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'DNS configuration arrives in well-formed DNS_ASSIGN capsules',
  asks: 'DNS_ASSIGN must parse as a series of DNS configurations with nameservers, internal domains and search domains. Service Priority must not be 0, ipv4hint and ipv6hint must not appear, and each capsule replaces the one before.',
  why: 'A client that cannot parse the capsule falls back to its local resolver: names leak outside the tunnel, and internal names do not resolve.',
  sends:
    'An IP proxying tunnel is opened and each capsule of type 0x1ACE79EC is parsed; the nameservers it names are queried through the tunnel. For a client, a scripted proxy parses what the client sends.',
  counts: {
    pass: 'every capsule parses and keeps the rules',
    fail: 'a capsule has counts or lengths that do not fit, a Service Priority of 0, or ipv4hint or ipv6hint',
    warn: 'it is sent before ROUTE_ADVERTISEMENT, which can point the client at a resolver outside the tunnel',
    info: 'no DNS_ASSIGN is sent',
    inconclusive: 'the tunnel ends before capsules could be read',
  },
  hint: 'Look at the counts, which are variable-length integers, while Service Priority has 16 bits.',
  pitfalls: [
    'The code point is provisional and may change with the draft.',
    'A nameserver that cannot be reached through the tunnel is reported but is no error of format.',
  ],
  see: ['RFC 9460 section 2.2', 'RFC 9484 section 4.7.3'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
