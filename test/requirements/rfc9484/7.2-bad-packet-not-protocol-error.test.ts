import probe from '../../../src/lib/requirements/rfc9484/7.2-bad-packet-not-protocol-error/probe.js'
import {judges, LOST, RESET} from '../support/judging.js'

const one = {what: 'IP version 0', after: true, ending: null}
const two = {...one, what: 'a forged source'}

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'no echo crossed'],
  ['no echo before', {before: false, cases: [one]}, 'inconclusive', 'no echo crossed'],
  ['nothing tried', {before: true, cases: []}, 'inconclusive', 'no echo crossed'],
  ['all is well', {before: true, cases: [one, two]}, 'pass', 'after IP version 0, a forged source'],
  [
    'closed',
    {before: true, cases: [one, {...two, after: false, ending: RESET}]},
    'fail',
    'after a forged source: the proxy reset',
  ],
  [
    'lost',
    {before: true, cases: [one, {...two, after: false, ending: LOST}]},
    'inconclusive',
    'silent after a forged source',
  ],
  ['silent', {before: true, cases: [{...one, after: false}, two]}, 'inconclusive', 'silent after IP version 0'],
])
