import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4/uri-expansion',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Clients build path and query by expanding the configured URI Template',
  asks: 'The client must get the path and query of its request by URI Template expansion; reserved characters in the values are percent-encoded.',
  why: 'A client that pastes values into a string works with the default path and breaks with any other template, with IPv6 targets or with prefixes, and the proxy answers 404.',
  sends:
    'The client is configured with path and query templates in turn, and with an IPv6 address, a prefix and the wildcard as target. A scripted proxy records path and query, which are compared with a reference expansion.',
  counts: {
    pass: "the same as the reference expansion, where both '*' and %2A stand for the wildcard",
    fail: 'the path has nothing to do with the template, or reserved characters of a value are left raw',
    inconclusive: 'the client accepts no template, or no request reaches the scripted proxy',
  },
  hint: 'Look for a hand-made replacement of {target}, which misses the {?a,b} form and encodes nothing.',
  pitfalls: [
    "The examples show a literal '*' where strict expansion yields %2A: both are accepted.",
    'An undefined variable drops out of a query expression together with its name.',
  ],
  see: ['RFC 6570 section 3', 'RFC 9484 section 3'],
  status: {kind: 'planned', waitsFor: 'client'},
})
