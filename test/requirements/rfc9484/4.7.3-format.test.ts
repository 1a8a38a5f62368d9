import probe from '../../../src/lib/requirements/rfc9484/4.7.3-format/probe.js'
import {judges} from '../support/judging.js'

const GOOD = {lengthBytes: 10, ranges: ['192.0.2.0-192.0.2.255'], malformed: [], disorder: [], mixedOverlaps: []}

judges(probe, [
  ['none', {advertisements: []}, 'inconclusive', 'no ROUTE_ADVERTISEMENT came'],
  ['good ones', {advertisements: [GOOD, GOOD]}, 'pass', '2 came, well formed, with 192.0.2.0-192.0.2.255, 192.0.2.0'],
  ['an empty one', {advertisements: [{...GOOD, lengthBytes: 0, ranges: []}]}, 'pass', 'with no range'],
  [
    'a bad one behind a good one',
    {advertisements: [GOOD, {...GOOD, ranges: null, malformed: ['IP version 5', 'short']}]},
    'fail',
    'of 10 octets: IP version 5; short',
  ],
  ['out of order, which is no matter of form', {advertisements: [{...GOOD, disorder: ['x']}]}, 'pass', '1 came'],
])
