import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/2/percent-encode',
  level: 'must',
  binds: 'client',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'The client sends the wildcard target as %2A',
  asks: 'A client that sets target_host and target_port to the asterisk must percent-encode it in the expanded URI.',
  why: 'A proxy that matches on %2A, as template expansion yields it, does not recognise a literal asterisk and answers with an error: the client then finds no bound mode anywhere.',
  sends:
    'A scripted proxy reads the :path or request target that the client sends for a bound request without a target of its own. Against a proxy, it is only noted whether a literal asterisk is taken as well.',
  counts: {
    pass: '%2A stands in the request target',
    fail: 'a literal asterisk stands where the template was expanded, in three runs',
    info: 'against a proxy: whether a literal asterisk is accepted too',
    inconclusive: 'the client never asks for *,*, or something on the way may have rewritten the path',
  },
  hint: 'Look for string replacement in the template, or a URL encoder that counts the asterisk among the characters to leave alone.',
  pitfalls: ['Intermediaries may turn %2A into an asterisk: the request is read at the scripted proxy itself.'],
  see: ['RFC 6570 section 3.2.2'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
