import probe from '../../../src/lib/requirements/rfc9484/4.7.3-forwards-advertised/probe.js'
import {icmpError, judges} from '../support/judging.js'

const V4 = {family: 4, hasAddress: true, isDefault: false, isAdvertised: true, answered: true, errors: []} as const
const V6 = {...V4, family: 6} as const
const NONE = {...V6, hasAddress: false, isAdvertised: false, answered: false} as const

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'no address and advertised range'],
  ['both', {families: [V4, V6]}, 'pass', 'through IPv4 and IPv6'],
  ['one, and nothing said of the other', {families: [V4, NONE]}, 'pass', 'through IPv4'],
  ['a default route with its address', {families: [{...V4, isDefault: true}, NONE]}, 'pass', 'IPv4'],
  [
    'a default route without an address',
    {families: [V4, {...NONE, isDefault: true}]},
    'fail',
    'a default route of IPv6',
  ],
  ['an address and no range', {families: [{...V4, isAdvertised: false}, NONE]}, 'inconclusive', 'no address and'],
  ['a range and no address', {families: [{...V4, hasAddress: false}, NONE]}, 'inconclusive', 'no address and'],
  [
    'refused',
    {families: [V4, {...V6, answered: false, errors: [icmpError()]}]},
    'fail',
    'IPv6 was answered by ICMP administratively prohibited (3/13) from 192.0.2.1',
  ],
  ['refused at first', {families: [{...V4, errors: [icmpError()]}]}, 'pass', 'IPv4'],
  [
    'one silent beside one that works',
    {families: [{...V4, answered: false}, V6]},
    'fail',
    'of IPv4, while the other family works',
  ],
  ['all silent', {families: [{...V4, answered: false}, NONE]}, 'inconclusive', 'not known'],
])
