import probe from '../../../src/lib/requirements/rfc9484/7.2-filtering-permitted/probe.js'
import {judges} from '../support/judging.js'

const kinds = [
  {what: 'ICMP echo', passed: true},
  {what: 'TCP', passed: false},
  {what: 'UDP', passed: null},
]
const lost = kinds.slice(1)

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'nothing at all'],
  [
    'some',
    {
      control: true,
      families: [
        {family: 4, kinds},
        {family: 6, kinds: lost},
      ],
    },
    'observed',
    'IPv4: ICMP echo passes, TCP is lost, UDP unknown; IPv6: TCP is lost, UDP unknown',
  ],
  ['some without the control', {control: false, families: [{family: 4, kinds}]}, 'observed', 'ICMP echo passes'],
  ['the control alone', {control: true, families: [{family: 4, kinds: lost}]}, 'observed', 'TCP is lost'],
  ['none', {control: false, families: [{family: 4, kinds: lost}]}, 'inconclusive', 'nothing at all'],
])
