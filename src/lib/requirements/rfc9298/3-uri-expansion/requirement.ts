import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9298/3/uri-expansion',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Path and query come from a correct expansion of the URI Template',
  asks: 'The client shall obtain the path and query of its request by expanding the URI Template, which percent-encodes reserved characters in the values.',
  why: 'String replacement instead of expansion works for simple names and breaks for IPv6 or odd values; an unescaped slash or question mark lets a target rewrite the request.',
  sends:
    "A scripted proxy records the path for targets given as a name, IPv4 and IPv6 literals, and names holding '%', '/', '?' or non-ASCII letters; each is compared with an independent expansion.",
  counts: {
    pass: 'equal to the independent expansion, apart from hex case and a normalised host value',
    fail: "a segment is missing, extra or from the wrong variable, or a '/', '?', '#' or '%' of the value goes out unescaped",
    info: 'a non-ASCII name goes out as percent-encoded UTF-8 rather than as A-labels',
    inconclusive: 'no request reaches the scripted proxy for another reason than the target name',
  },
  hint: 'Look for a plain text replacement of {target_host} and {target_port} in place of a template library.',
  pitfalls: [
    'Percent-encoded UTF-8 is legal syntax for a name; A-labels are the interoperable choice.',
    'A client that refuses an invalid host name before it expands anything does well.',
    'Undefined extra variables expand to the empty string.',
    'Lower-casing, address canonicalisation and IDNA conversion of the given host are no difference.',
  ],
  see: ['RFC 6570 section 3'],
  status: {kind: 'planned', waitsFor: 'client'},
})
