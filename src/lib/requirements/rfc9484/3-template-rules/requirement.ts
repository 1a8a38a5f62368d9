import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9484/3/template-rules',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Faulty URI Templates are rejected, and empty target or ipproto values are never sent',
  asks: 'Templates follow the rules known from UDP proxying, but target and ipproto are optional. If present, their values must not be empty. A client should check the template, and must refuse one it has found faulty.',
  why: 'An empty value reaches the proxy as neither a scope nor a wildcard, so one proxy refuses the request and another opens the whole network. A client that insists on both variables cannot use proxies with a fixed URI.',
  sends:
    "A scripted proxy counts the HTTP requests while the client is configured with faulty templates, one per rule; then with a template without variables; then with path and query templates and no scope, to see whether '*', nothing, or an empty value is sent.",
  counts: {
    pass: "faulty templates are refused before any request, a template without variables works, and '*' or no variable at all stands for no preference",
    fail: 'a request carries a target or ipproto that is present but empty, or the client calls a template invalid and uses it anyway',
    warn: 'a faulty template is expanded and sent without the client noticing, or a template without variables is refused',
    info: "which expansion operators the client's template library accepts",
    inconclusive:
      'the client cannot be configured with a template, or no request reaches the scripted proxy even with a good one',
  },
  hint: 'Look at how an unset scope is handed to the template library: an empty string expands to an empty value, an undefined variable does not.',
  pitfalls: [
    "A variable that the expression drops, such as an undefined one in {?target,ipproto}, counts as absent, that is as the wildcard; only '?target=' is empty.",
    "Form continuation with '&' belongs to level 3 and is not forbidden.",
    'A general template library that never checks is allowed, so a missing check is no violation in itself.',
  ],
  see: ['RFC 9298 section 2', 'RFC 6570 section 1.2'],
  status: {kind: 'planned', waitsFor: 'client'},
})
