import probe from '../../../src/lib/requirements/rfc9484/12-token/probe.js'
import {judges} from '../support/judging.js'

const plain = {token: 'connect-ip', accepted: true, said: 'accepted with 200'}
const upper = {token: 'CONNECT-IP', accepted: false, said: 'refused with 501'}

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'not asked'],
  ['some', {forms: [upper, plain]}, 'observed', 'CONNECT-IP: refused with 501; connect-ip: accepted with 200'],
  [
    'not even the plain one',
    {
      forms: [
        {...plain, accepted: false, said: 'no answer'},
        {...upper, accepted: true},
      ],
    },
    'inconclusive',
    'no answer',
  ],
  ['the plain one not asked', {forms: [upper]}, 'inconclusive', 'not asked'],
])
