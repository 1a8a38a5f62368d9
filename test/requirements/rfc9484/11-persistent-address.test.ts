/** Addresses that vary, that everybody has, and that come back each time; as a target sees them, or as they were assigned. */
import probe from '../../../src/lib/requirements/rfc9484/11-persistent-address/probe.js'
import {judgeTable} from '../support/judge-table.js'

const NONE = {assigned: null, outside: null}
const session = (last: number, outside: string | null = null) => ({
  4: {assigned: `192.0.2.${last}`, outside},
  6: NONE,
})
const visits = (outside: (index: number) => string | null, last: (index: number) => number = index => index) =>
  [10, 11, 12, 13, 14].map(index => session(last(index), outside(index)))
const six = (of: (index: number) => string) =>
  [1, 2, 3, 4, 5].map(index => ({4: NONE, 6: {assigned: of(index), outside: null}}))
const base = {held: session(2, '192.0.2.2'), visits: visits(index => `192.0.2.${index}`)}

judgeTable(probe, base, [
  [{}, 'pass', 'on 5 new connections it had 5 addresses of IPv4, as the target saw it'],
  [{visits: visits(() => '192.0.2.9')}, 'observed', 'the same address each time: 192.0.2.9, as the target saw it'],
  [
    {visits: visits(() => '192.0.2.2')},
    'pass',
    'another session had the same address (192.0.2.2, as the target saw it)',
  ],
  [{visits: visits(() => null)}, 'pass', 'it had 5 addresses of IPv4, as it was assigned, which a target need not see'],
  [
    {visits: visits(index => (index === 12 ? null : '192.0.2.9'))},
    'pass',
    'it had 5 addresses of IPv4, as it was assigned',
  ],
  [
    {
      visits: visits(
        () => null,
        () => 9,
      ),
    },
    'observed',
    'the same address each time: 192.0.2.9, as it was assigned',
  ],
  [
    {
      visits: visits(
        () => null,
        () => 2,
      ),
    },
    'pass',
    'another session had the same address (192.0.2.2, as it was assigned',
  ],
  [{visits: six(index => `2001:db8::${index}`)}, 'pass', 'it had 5 addresses of IPv'],
  [{visits: six(() => '2001:db8::1')}, 'observed', 'only a second identity could show'],
  [
    {
      visits: base.visits.map((each, index) => ({
        ...each,
        6: index < 4 ? {assigned: '2001:db8::1', outside: null} : NONE,
      })),
    },
    'pass',
    'it had 5 addresses of IPv',
  ],
  [
    {visits: base.visits.map(each => ({...each, 6: {assigned: '2001:db8::1', outside: null}}))},
    'observed',
    '2001:db8::1',
  ],
  [{visits: base.visits.map(() => ({4: NONE, 6: NONE}))}, 'inconclusive', 'no address was assigned on each'],
  [{visits: base.visits.slice(1)}, 'inconclusive', 'could not come back often enough'],
  [{held: null}, 'inconclusive', 'could not come back often enough'],
])
