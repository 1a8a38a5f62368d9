import probe from '../../../src/lib/requirements/rfc9484/4.7.3-proto0-overlap/probe.js'
import {ended, judges, silent, survived} from '../support/judging.js'

const GOOD = {lengthBytes: 10, ranges: [], malformed: [], disorder: [], mixedOverlaps: []}

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'no ROUTE_ADVERTISEMENT'],
  ['nothing of its own', {advertisements: [], overlap: ended('')}, 'inconclusive', 'no ROUTE_ADVERTISEMENT'],
  [
    'ended by ours',
    {advertisements: [GOOD, GOOD], overlap: ended('')},
    'pass',
    'its own 2 have no such overlap, and it ended',
  ],
  ['ours accepted', {advertisements: [GOOD], overlap: survived('')}, 'observed', 'optional'],
  ['ours undecided', {advertisements: [GOOD], overlap: silent('')}, 'inconclusive', 'could not be told'],
  ['ours never sent', {advertisements: [GOOD], overlap: null}, 'inconclusive', 'could not be told'],
  [
    'its own',
    {advertisements: [GOOD, {...GOOD, mixedOverlaps: ['a', 'b']}], overlap: null},
    'fail',
    'of its own: a; b',
  ],
])
