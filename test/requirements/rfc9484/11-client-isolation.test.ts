import probe from '../../../src/lib/requirements/rfc9484/11-client-isolation/probe.js'
import {icmpError, judges} from '../support/judging.js'

const services = [
  {address: '127.0.0.1', answered: true, errors: []},
  {address: '169.254.169.254', answered: false, errors: [icmpError()]},
  {address: '::1', answered: false, errors: []},
]
const seen = {control: true, reached: false, errors: [icmpError()], services}

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'no packet crossed'],
  ['no control', {...seen, control: false}, 'inconclusive', 'no packet crossed'],
  [
    'apart',
    seen,
    'observed',
    'nothing passed (ICMP administratively prohibited (3/13) from 192.0.2.1 came back); 127.0.0.1: answered; 169.254.169.254: ICMP admin',
  ],
  ['in silence', {...seen, errors: [], services: []}, 'observed', 'nothing passed (nothing came back)'],
  ['together', {...seen, reached: true}, 'observed', 'of one session of ours reached the other'],
  ['of two kinds', {...seen, reached: null}, 'observed', 'share no family'],
  ['nobody at home', {...seen, services: services.slice(2)}, 'observed', '::1: nothing'],
])
