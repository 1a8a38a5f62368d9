import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.6/client-target-format',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Clients write the scope in the required form',
  asks: "In target, colons must be percent-encoded, a prefix length follows %2F and must fit the address family, and the bits below the prefix must be zero. Zone identifiers are not supported. ipproto must be '*' or a number from 0 to 255.",
  why: 'A strict proxy answers such a request with an error, and users see a tunnel that fails for one address or prefix only. A raw slash even changes the path, so that the request hits a different resource.',
  sends:
    'A scripted proxy records the path while the client is configured in turn with an IPv6 address, an IPv6 prefix with host bits set, a link-local address with a zone, an IPv4 prefix, and protocol 300.',
  counts: {
    pass: 'values arrive correctly encoded, and invalid scopes are refused or masked before anything is sent',
    fail: 'a raw colon or slash, host bits below the prefix, a zone identifier, an empty value, or a number above 255 is on the wire',
    inconclusive: 'the client has no way to configure a scope, or sends no request at all',
  },
  hint: 'Look for a scope that is pasted into the URI as the user typed it instead of being parsed, masked and then expanded.',
  pitfalls: [
    'A client that clears the host bits silently is doing the right thing.',
    'A query template shows faults that a path template hides, because front ends rewrite slashes in paths.',
  ],
  see: ['RFC 3986 section 3.2.2', 'RFC 6570 section 3.2.2'],
  status: {kind: 'planned', waitsFor: 'client'},
})
