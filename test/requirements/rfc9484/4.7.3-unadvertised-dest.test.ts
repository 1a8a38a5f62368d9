import probe from '../../../src/lib/requirements/rfc9484/4.7.3-unadvertised-dest/probe.js'
import {icmpError, judges, LOST, RESET} from '../support/judging.js'

const near = {source: '192.0.2.9', destination: '192.0.2.250', answered: false, errors: [icmpError()]}
const nothing = {...near, errors: []}
const expired = {...near, errors: [icmpError({what: 'time-exceeded', type: 11, code: 0, words: 'expired'})]}
const good = {before: true, after: true, ending: null, near, far: null}

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'no echo crossed'],
  ['no echo before', {...good, before: false}, 'inconclusive', 'no echo crossed'],
  ['nothing outside', {...good, near: null}, 'inconclusive', 'no address for documentation'],
  ['refused', good, 'pass', '192.0.2.250, which was not advertised, was answered by ICMP administratively prohibited'],
  ['refused, and then silent', {...good, after: false}, 'inconclusive', 'loss alone'],
  ['ended', {...good, ending: RESET}, 'fail', 'ended it: the proxy reset the stream'],
  ['lost', {...good, after: false, ending: LOST}, 'inconclusive', 'loss alone'],
  [
    'forwarded',
    {...good, near: expired, far: near},
    'observed',
    'it met ICMP expired (11/0) from 192.0.2.1, with 64 ICMP admin',
  ],
  ['answered from afar', {...good, near: nothing, far: near}, 'observed', 'it met nothing, with 64 ICMP'],
  ['silence', {...good, near: nothing, far: nothing}, 'observed', 'met nothing with one hop left, and nothing with 64'],
  ['expired and then silence', {...good, near: expired, far: null}, 'observed', 'met ICMP expired'],
])
