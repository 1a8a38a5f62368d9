import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'bind/6/unknown-params',
  level: 'must',
  binds: 'both',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Unknown parameters on Connect-UDP-Bind are ignored',
  asks: 'Whoever receives Connect-UDP-Bind must ignore parameters it does not know.',
  why: 'Parameters are the place for later extensions. If a proxy refuses a value with one, the first client that uses it loses bound mode there.',
  sends:
    'Requests with ?1;x=1 and with the bare ?1 in turn, three times, with a look at whether bound mode is on. For a client, a scripted proxy puts the parameter into its response.',
  counts: {
    pass: 'the same result as with the bare ?1',
    fail: 'bound mode is refused or the request rejected while the bare ?1 works, three times in turn',
    info: 'the proxy does not enable the extension: no connect-udp-bind: ?1 in a successful response',
    inconclusive: 'the bare ?1 does not give the same result each time',
  },
  hint: 'Look for a comparison of the whole field value with the text ?1.',
  pitfalls: ['An intermediary may rewrite or drop the field: it must be certain that the parameter reached the proxy.'],
  see: ['RFC 9651 section 3.1.2'],
  status: {kind: 'planned', waitsFor: 'extension'},
})
