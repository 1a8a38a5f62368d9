import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'dnsassign/-/ns-consistency',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Each nameserver entry is consistent in itself',
  asks: 'A nameserver without no-default-alpn must have at least one address; one with an empty authentication name must have neither alpn nor no-default-alpn.',
  why: 'Without an address unencrypted DNS has nowhere to go; encrypted DNS without a name cannot be authenticated. Clients then fail each in its own way.',
  sends:
    'An IP proxying tunnel is opened and each nameserver in a received DNS_ASSIGN is checked. For a client, a scripted proxy checks what the client sends.',
  counts: {
    pass: 'all nameservers are consistent',
    fail: 'an empty authentication name comes with alpn or no-default-alpn',
    warn: 'a nameserver has alpn, no no-default-alpn, and no address',
    inconclusive: 'the capsule does not parse',
    notApplicable: 'no DNS_ASSIGN is received',
  },
  hint: 'Look at a resolver configuration for encrypted DNS only: it needs no-default-alpn, or an address.',
  pitfalls: ["The draft's own full-tunnel example has alpn and no address, so that case is only a warning."],
  see: ['RFC 9460 section 7.1', 'RFC 9461 section 5'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
