import probe from '../../../src/lib/requirements/rfc9484/11-bcp38-to-client/probe.js'
import {judges} from '../support/judging.js'

const good = {control: true, unicast: [], groups: []}

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'not even'],
  ['its own', good, 'pass', 'nothing else'],
  [
    "others'",
    {control: false, unicast: ['192.0.2.7', '192.0.2.8'], groups: ['ff02::1']},
    'fail',
    '192.0.2.7, 192.0.2.8',
  ],
  ['groups', {...good, groups: ['224.0.0.251', 'ff02::1']}, 'observed', 'some for 224.0.0.251, ff02::1'],
  ['groups in silence', {control: false, unicast: [], groups: ['ff02::1']}, 'inconclusive', 'not even'],
])
