import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/12/registry',
  level: 'none',
  binds: 'method',
  over: [],
  runClass: 'untestable',
  needs: [],
  title: 'The registry rules that come with IP proxying',
  asks: 'Path segments after /.well-known/masque/ must be distinct and are granted after expert review. Capsule types 0x01 to 0x03 and the token connect-ip are registered.',
  why: 'Code points that are used without registration collide with later extensions, and the peer then parses something else than what was sent.',
  sends:
    'Nothing; the registered values serve as reference for tests that look at tokens, paths and capsule types. What would be needed is a look at the registries.',
  counts: {
    notApplicable: 'always, since the rules bind the registries and their experts',
  },
  hint: 'Keep in mind: take code points for private experiments from outside the assigned values, and do not invent path segments under masque.',
  pitfalls: [],
  see: ['RFC 9297 section 5.4', 'RFC 8126 section 4.5'],
  status: {kind: 'untestable', reason: 'The rules bind IANA and the designated experts, not implementations.'},
})
