import probe from '../../../src/lib/requirements/rfc9484/4.7.3-supersede/probe.js'
import {icmpError, judges} from '../support/judging.js'

const ends = {source: '198.51.100.193', destination: '203.0.113.7'}
const yes = {...ends, answered: true, errors: []}
const no = {...ends, answered: false, errors: []}
const refused = {...no, errors: [icmpError()]}

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'no echo came back'],
  ['no echo before', {before: false, first: yes, second: yes, withdrawn: no}, 'inconclusive', 'no echo came back'],
  ['nothing sent', {before: true, first: null, second: null, withdrawn: null}, 'inconclusive', 'no echo came back'],
  ['refused', {before: true, first: refused, second: null, withdrawn: null}, 'not-applicable', '(3/13) from 192.0.2.1'],
  ['ignored', {before: true, first: no, second: null, withdrawn: null}, 'inconclusive', 'a range that we advertised'],
  [
    'the second without effect',
    {before: true, first: yes, second: no, withdrawn: no},
    'inconclusive',
    'second advertisement',
  ],
  [
    'the second not sent',
    {before: true, first: yes, second: null, withdrawn: null},
    'inconclusive',
    'second advertisement',
  ],
  ['replaced', {before: true, first: yes, second: yes, withdrawn: no}, 'pass', 'stopped'],
  ['added', {before: true, first: yes, second: yes, withdrawn: yes}, 'fail', 'still delivered'],
])
