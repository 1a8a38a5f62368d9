import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'indist/-/active-error-grammar',
  level: 'none',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Whether error pages and header fields reveal the software in use',
  asks: "No document asks for the same error pages everywhere. Body, Server field, order and case of header fields and default texts are the stack's own.",
  why: "A default 404 of the proxy's framework beside a polished cover site shows at once that two programs share the address.",
  sends:
    'Asks for missing paths, a wrong authority and bad methods in every HTTP version, without credentials, and compares bodies, Server field, order and case of the fields with the cover site.',
  counts: {
    pass: 'answers agree with the cover site on all paths and versions',
    info: 'the answers that differ, for example two stacks behind one name',
    inconclusive: 'the cover site does not answer, or answers differently each time',
  },
  hint: "Look for routes that fall through to the framework's default handler instead of the site's error page.",
  pitfalls: [
    'Run without credentials and from an address that no allow-list knows.',
    'Repeat, to rule out that a load balancer picked different servers.',
  ],
  see: ['RFC 9110 section 15'],
  status: {kind: 'planned', waitsFor: 'indistinguishability'},
})
