import {expect, it} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/7.1-packing/probe.js'
import {judges, LOST, RESET} from '../support/judging.js'

const all = {single: true, together: [true, true, true]}
const first = {single: true, together: [true, false, false]}
const none = {single: false, together: [false, false, false]}
const good = {
  before: true,
  tries: [all, first, none, none, none],
  whole: true,
  split: true,
  after: true,
  endings: {before: null, whole: null, split: null},
}
const onlyFirst = {...good, tries: [first, first, first, none, none]}

judges(probe, [
  ['nothing', probe.silence, 'inconclusive', 'no echo crossed'],
  [
    'all is taken',
    good,
    'pass',
    'of several DATAGRAM frames in one QUIC packet the later ones were answered as well; so was',
  ],
  ['the third alone', {...good, tries: [{...none, together: [false, false, true]}]}, 'pass', 'as well; so was'],
  ['capsules not at all', {...good, whole: false, split: false}, 'pass', 'are not answered here'],
  [
    'only the first',
    onlyFirst,
    'fail',
    'of 3 DATAGRAM frames in one QUIC packet only the first was answered, in all of 5 tries',
  ],
  ['too few of them', {...good, tries: [first, first, none, none, none]}, 'inconclusive', 'lost too often'],
  [
    'too few single ones',
    {...good, tries: [first, first, {...first, single: false}]},
    'inconclusive',
    'lost too often',
  ],
  [
    'too few firsts',
    {
      ...good,
      tries: [
        {...none, single: true},
        {...none, single: true},
        {...none, single: true},
      ],
    },
    'inconclusive',
    'lost too often',
  ],
  ['one later one', {...onlyFirst, tries: [all, first, first, first, none]}, 'pass', 'as well; so was'],
  ['no lane', {...good, tries: []}, 'inconclusive', 'lost too often'],
  ['no capsule in pieces', {...good, split: false}, 'fail', 'octet by octet'],
  [
    'no capsule in pieces, and nothing afterwards',
    {...good, split: false, after: false},
    'inconclusive',
    'fell silent',
  ],
  [
    'ended by one that is whole',
    {...good, whole: false, split: false, after: false, endings: {before: null, whole: RESET, split: RESET}},
    'pass',
    'end the tunnel here',
  ],
  [
    'ended by what comes together',
    {...good, tries: [], endings: {before: RESET, whole: RESET, split: RESET}},
    'fail',
    'over DATAGRAM frames in one QUIC packet: the proxy reset',
  ],
  [
    'ended by pieces',
    {...good, split: false, after: false, endings: {before: null, whole: null, split: RESET}},
    'fail',
    'the proxy ended the tunnel: the proxy reset',
  ],
  [
    'lost meanwhile',
    {...good, split: false, after: false, endings: {before: null, whole: null, split: LOST}},
    'inconclusive',
    'fell silent',
  ],
  [
    'lost',
    {...good, tries: [], whole: false, split: false, after: false, endings: {before: LOST, whole: LOST, split: LOST}},
    'inconclusive',
    'lost too often',
  ],
])

it('over the other versions there are only capsules', () => {
  expect(probe.judge({...good, whole: false}, {http: '2'})).toMatchObject({
    outcome: 'inconclusive',
    because: expect.stringContaining('whole or in pieces') as string,
  })
  expect(probe.judge(onlyFirst, {http: '1.1'}).because).toContain('of 3 capsules in one write only the first')
})
