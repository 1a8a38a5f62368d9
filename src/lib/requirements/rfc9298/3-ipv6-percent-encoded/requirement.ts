import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3/ipv6-percent-encoded',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'IPv6 literals work with percent-encoded colons',
  asks: 'If the target is an IPv6 literal, its colons must be percent-encoded in the request; there are no brackets.',
  why: 'A client that sends raw colons, or a proxy that does not decode %3A, makes every IPv6 literal target fail while names and IPv4 keep working.',
  sends:
    'A request for an IPv6 literal with %3A, one with %3a and one with raw colons; with a responder, whether the datagrams arrive at that address. A scripted proxy reads the path a client produces for an IPv6 target.',
  counts: {
    pass: 'the encoded form opens a tunnel whose datagrams arrive at the right IPv6 address; the client encodes its colons',
    fail: 'the client sends raw colons; or the proxy sends to another host, or refuses the encoded literal at least three times while a name for the same address works',
    info: 'the proxy accepts raw colons as well',
    inconclusive: 'the proxy has no IPv6 egress, or that cannot be told from a refusal',
  },
  hint: 'Decode the path segment before the address is parsed, and accept both letter cases in the hex digits.',
  pitfalls: [
    'A proxy without IPv6 egress may refuse or time out: read Proxy-Status and try an IPv4 target beside it.',
    '%3A and %3a mean the same and both have to decode.',
  ],
  see: ['RFC 3986 section 2.1'],
})
