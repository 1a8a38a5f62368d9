import probe from '../../../src/lib/requirements/rfc9484/6-full-packet/probe.js'
import {judges, LOST, RESET} from '../support/judging.js'

const cut = {what: 'a packet cut short', arrived: [false], after: true, ending: null}
const padded = {...cut, what: 'a padded packet', arrived: [true]}
const two = {...cut, what: 'two packets', arrived: [true, false]}
const empty = {...cut, what: 'an empty payload', arrived: []}
const cases = [cut, padded, two, empty]

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'no echo crossed'],
  ['no echo before', {before: false, cases}, 'inconclusive', 'no echo crossed'],
  ['no responder', {before: true, cases: []}, 'inconclusive', 'no responder'],
  [
    'all is well',
    {before: true, cases},
    'pass',
    'a packet cut short: dropped; a padded packet: the packet was forwarded; two packets: the packet was forwarded; an empty payload: dropped',
  ],
  [
    'closed',
    {before: true, cases: [cut, {...padded, ending: RESET, after: false}]},
    'fail',
    'ended it after a padded packet: the proxy reset',
  ],
  [
    'lost',
    {before: true, cases: [cut, {...padded, ending: LOST, after: false}]},
    'inconclusive',
    'silent after a padded packet',
  ],
  ['the second as well', {before: true, cases: [{...two, arrived: [true, true]}]}, 'fail', 'the second was forwarded'],
  ['the second alone', {before: true, cases: [{...two, arrived: [false, true]}]}, 'fail', 'the second was forwarded'],
  ['silent', {before: true, cases: [{...cut, after: false}]}, 'inconclusive', 'silent after a packet cut short'],
  ['not told', {before: true, cases: [cut, {...two, arrived: [true, null]}]}, 'inconclusive', 'did not say'],
])
