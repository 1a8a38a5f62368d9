/** What is odd must not matter; what is a matter of taste weighs less; and a proxy that tires accuses itself of nothing. */
import probe from '../../../src/lib/requirements/rfc9297/3.4-header-boolean/probe.js'
import {judgeTable} from '../support/judge-table.js'

const NAMES = [
  'without the field',
  'with ?1',
  'with the Integer 1',
  'with the String "yes"',
  'with ?1;foo=bar',
  'with ?0',
  'with the field twice',
]
type Seen = Parameters<typeof probe.judge>[0]
type One = Seen['asked'][number]

const all = (changed: Record<string, One['result']> = {}): readonly One[] =>
  NAMES.map(name => ({name, result: changed[name] ?? 200, opened: changed[name] === undefined}))

judgeTable<Seen>(probe, {asked: all(), again: false}, [
  [{}, 'pass', 'each of 7 variants'],
  [{asked: []}, 'inconclusive', 'a request with ?1 opened no tunnel either'],
  [{asked: all({'with ?1': 400}), again: true}, 'inconclusive', 'a request with ?1 opened no tunnel either'],
  [
    {asked: all({'with the Integer 1': 400}), again: true},
    'fail',
    'a request with the Integer 1 was answered with 400',
  ],
  [{asked: all({'with the Integer 1': 400}), again: true}, 'fail', 'the tunnel opens as it does without the field'],
  [
    {asked: all({'with the Integer 1': 400}), again: false},
    'inconclusive',
    'the good request opened no tunnel any more',
  ],
  [{asked: all({'with the String "yes"': 'ended'}), again: true}, 'fail', 'was given up without an answer'],
  [{asked: all({'with ?1;foo=bar': 400}), again: true}, 'fail', 'with ?1;foo=bar was answered with 400'],
  [{asked: all({'with the field twice': 400}), again: true}, 'fail', 'with the field twice was answered with 400'],
  [
    {asked: all({'with the field twice': 'silence'}), again: true},
    'inconclusive',
    'with the field twice was not answered',
  ],
  [
    {asked: all({'with ?0': 400}), again: true},
    'concern',
    'a request with ?0 was answered with 400, though the upgrade token',
  ],
  [
    {asked: all({'without the field': 400}), again: true},
    'concern',
    'a request without the field was answered with 400',
  ],
  [
    {asked: all({'without the field': 400, 'with the Integer 1': 400}), again: true},
    'concern',
    'a request without the field was answered with 400',
  ],
  [{asked: all({'with ?0': 'silence'}), again: true}, 'inconclusive', 'a request with ?0 was not answered'],
])
