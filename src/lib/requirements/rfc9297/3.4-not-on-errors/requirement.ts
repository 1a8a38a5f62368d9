import {defineRequirement} from '../../../spec/requirement.js'

export default defineRequirement({
  id: 'rfc9297/3.4/not-on-errors',
  level: 'must',
  binds: 'proxy',
  over: ['3', '2', '1.1'],
  runClass: 'safe',
  needs: [],
  title: 'Capsule-Protocol appears only on 101 and 2xx responses',
  asks: 'A server must not put Capsule-Protocol on a response whose status is neither 101 nor 2xx.',
  why: 'An intermediary that goes by the field would read an error page as capsules and tear the stream down before the client sees the reason.',
  sends:
    'Provokes refusals, such as a name that does not resolve or missing credentials, and inspects the fields of the response.',
  counts: {
    pass: 'the field is absent',
    fail: 'the field is there with a true value',
    warn: 'the field is there as ?0, which means the same as absence',
    inconclusive: 'no refusal could be provoked',
  },
  hint: 'Look for a place that adds the field to every response of the tunnel route.',
  pitfalls: ['Interim responses other than 101 are covered by the rule too.'],
  see: [],
})
