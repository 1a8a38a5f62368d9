/** Only a tunnel that still forwards accuses, and only ends that the proxy made acquit it. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.7.2-receive-malformed/probe.js'
import {LOST, RESET, expectJudged, type Row} from '../support/judged.js'

type Seen = Parameters<typeof probe.judge>[0]

const open = {name: 'a', before: true, ending: null, after: true}
const ended = {name: 'b', before: true, ending: RESET, after: false}
const BASE: Seen = {control: open, trials: [ended, ended]}

const ROWS: readonly Row<Seen>[] = [
  [{}, 'pass', 'each of 2 streams ended after a malformed ADDRESS_REQUEST'],
  [{trials: [ended, open]}, 'fail', 'still forwarded after a malformed ADDRESS_REQUEST (a)'],
  [{trials: [open, {...open, name: 'c'}]}, 'fail', '(a, c)'],
  [
    {trials: [ended, {...open, after: false}]},
    'inconclusive',
    'neither an end of the stream nor a canary was seen after a malformed ADDRESS_REQUEST (a)',
  ],
  [{trials: [ended, {...ended, ending: LOST}]}, 'inconclusive', 'neither an end'],
  [{trials: [{...ended, after: true}]}, 'pass', 'each of 1 streams'],
  [{trials: []}, 'inconclusive', 'neither an end'],
  [{control: {...open, before: false}}, 'inconclusive', 'no canary crossed the tunnel even before'],
  [{control: {...open, ending: RESET}}, 'inconclusive', 'a good capsule ended its stream as well: the proxy reset'],
  [{trials: [ended, {...open, before: false, after: false}]}, 'inconclusive', 'before the capsule was sent (a)'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
