import probe from '../../../src/lib/requirements/rfc9484/4.7.3-ordering/probe.js'
import {ended, judges, neverLived, overtaken, silent, survived} from '../support/judging.js'

const GOOD = {lengthBytes: 10, ranges: [], malformed: [], disorder: [], mixedOverlaps: []}
const own = [GOOD]
const valid = survived('valid')
const all = [ended('one'), ended('two')]

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'what a valid'],
  [
    'all as it should be',
    {advertisements: own, valid, breaches: all},
    'pass',
    'its own 1 were in order, and the stream ended after each violation: one, two',
  ],
  ['of its own there need not be any', {advertisements: [], valid, breaches: all}, 'pass', 'its own 0'],
  [
    'its own in disorder',
    {advertisements: [GOOD, {...GOOD, disorder: ['a', 'b']}], valid, breaches: all},
    'fail',
    'of its own: a; b',
  ],
  [
    'one accepted',
    {advertisements: own, valid, breaches: [ended('one'), survived('two')]},
    'fail',
    'packets after: two',
  ],
  [
    'one accepted, whatever the control did',
    {advertisements: own, valid: null, breaches: [survived('two')]},
    'fail',
    'two',
  ],
  [
    'a valid one ends it too',
    {advertisements: own, valid: ended('valid'), breaches: all},
    'pass',
    'not even a valid one',
  ],
  [
    'and it said nothing itself',
    {advertisements: [], valid: ended('valid'), breaches: all},
    'inconclusive',
    'a valid one too',
  ],
  ['no control', {advertisements: own, valid: null, breaches: all}, 'inconclusive', 'what a valid'],
  ['a silent control', {advertisements: own, valid: silent('valid'), breaches: all}, 'inconclusive', 'what a valid'],
  ['one undecided', {advertisements: own, valid, breaches: [ended('one'), silent('two')]}, 'inconclusive', 'two'],
  [
    'one that never lived',
    {advertisements: own, valid, breaches: [ended('one'), neverLived('two')]},
    'inconclusive',
    'two',
  ],
  ['the control was perhaps overtaken', {advertisements: own, valid: overtaken('valid'), breaches: all}, 'pass', 'one'],
  [
    'a breach was perhaps overtaken',
    {advertisements: own, valid, breaches: [ended('one'), overtaken('two')]},
    'inconclusive',
    'tunnel: two',
  ],
])
