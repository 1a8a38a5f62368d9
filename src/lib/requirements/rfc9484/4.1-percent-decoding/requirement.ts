import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/4.1/percent-decoding',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether target and ipproto are percent-decoded exactly once',
  asks: 'The proxy takes the two variables from the URI it has put together from the request, and decodes their percent-encoding.',
  why: "A proxy that does not decode refuses clients that encode more than needed. One that decodes twice lets a scope pass a front end's filter in a form that the filter did not recognise.",
  sends:
    'The same scope in several spellings: plain, with lower-case and upper-case hexadecimal digits, and with unreserved characters encoded; then once with the percent sign itself encoded.',
  counts: {
    pass: 'all forms with single encoding are handled like the plain one, and the doubly encoded one is rejected',
    info: 'equivalent spellings are handled differently, or the doubly encoded form is accepted',
    inconclusive:
      'a front end rewrites paths (compare with a template that has the variables in the query), or the plain form is refused too',
  },
  hint: 'Look for a router that has decoded the path already before the handler decodes again, or a match on the raw segment.',
  pitfalls: ["CDNs and routers decode or reject %2F in paths before the proxy's own code sees them."],
  see: ['RFC 3986 section 2.1', 'RFC 9484 section 4.6'],
})
