import probe from '../../../src/lib/requirements/rfc9484/7.2.1-icmp-errors/probe.js'
import {icmpError, judges, LOST, RESET} from '../support/judging.js'

const source = '192.0.2.9'
const route = {cause: 'no route', source, errors: [icmpError()]} as const
const silent = {...route, errors: []}
const loopback = {cause: 'prohibited', source, errors: []} as const
const good = {before: true, after: true, ending: null, causes: [route, loopback], stray: []}

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'nothing at all'],
  ['told', good, 'pass', 'no route: administratively prohibited (3/13) from 192.0.2.1'],
  ['told, and then silent', {...good, after: false}, 'pass', 'no route'],
  ['no echo before', {...good, before: false}, 'inconclusive', 'nothing at all'],
  ['ended', {...good, ending: RESET}, 'fail', 'the proxy ended it: the proxy reset'],
  ['lost', {...good, causes: [silent], after: false, ending: LOST}, 'inconclusive', 'loss alone'],
  [
    'about nothing',
    {...good, stray: [icmpError()]},
    'fail',
    'from 192.0.2.1 (administratively prohibited) quotes no packet',
  ],
  [
    'a broken one',
    {...good, causes: [{...route, errors: [icmpError(), icmpError({problems: ['a', 'b']})]}]},
    'fail',
    'about "no route" is broken: a; b',
  ],
  [
    'to somebody else',
    {...good, causes: [{...route, errors: [icmpError({to: '192.0.2.8'})]}]},
    'fail',
    'went to 192.0.2.8 and not to 192.0.2.9',
  ],
  ['silence', {...good, causes: [silent, loopback]}, 'fail', '8 packets to where no route leads vanished'],
  ['silence about addresses of nobody', {...good, causes: [loopback]}, 'inconclusive', 'cover everything'],
])
