/** Nobody is accused: whether packets out of scope go on is told, and beside it what the routes say. */
import {test} from 'vitest'
import probe from '../../../src/lib/requirements/rfc9484/4.6-scope-target/probe.js'
import {NOT_ASKED, type Asked} from '../../../src/lib/stimuli/ask-ip.js'
import {expectJudged, type Row} from '../support/judged.js'
import {icmpError} from '../support/judging.js'

type Seen = Parameters<typeof probe.judge>[0]

const accepted: Asked = {...NOT_ASKED, kind: 'success', status: 200}
const refused: Asked = {...NOT_ASKED, kind: 'refused', status: 403}
const quiet = {source: '192.0.2.7', destination: '203.0.113.6', answered: false, errors: []} as const
const prohibited = icmpError({words: 'communication prohibited', type: 3, code: 13, from: '192.0.2.1'})
const BASE: Seen = {
  hasTarget: true,
  before: true,
  after: true,
  asked: accepted,
  scope: '203.0.113.7/32',
  routes: ['203.0.113.7'],
  leadsThere: false,
  packet: {...quiet, errors: [prohibited]},
}

const ROWS: readonly Row<Seen>[] = [
  [
    {},
    'pass',
    'in the tunnel to 203.0.113.7/32, with routes to 203.0.113.7, a packet to 203.0.113.6 was answered by ICMP communication prohibited (3/13) from 192.0.2.1',
  ],
  [{after: false}, 'pass', 'answered by ICMP'],
  [{hasTarget: false}, 'not-applicable', 'no {target}'],
  [{before: false}, 'inconclusive', 'no echo came back through a tunnel without a scope'],
  [{asked: refused, scope: null, packet: null}, 'pass', 'does not lie was refused with 403'],
  [{asked: NOT_ASKED, scope: null, packet: null}, 'inconclusive', 'does not lie was not answered'],
  [{packet: null}, 'inconclusive', 'there was no address to send from'],
  [{packet: {...quiet, answered: true}}, 'observed', 'though no route leads there: the scope limits nothing'],
  [{packet: {...quiet, answered: true}, leadsThere: true}, 'observed', 'by it, as the routes say: the scope limits'],
  [{packet: quiet}, 'observed', 'a packet to 203.0.113.6 met nothing: it seems to be dropped, and nobody is told'],
  [{packet: quiet, routes: []}, 'observed', 'with no routes, a packet'],
  [{packet: quiet, after: false}, 'inconclusive', 'was not answered, and neither was one without a scope'],
  [{packet: {...quiet, errors: [{...prohibited, what: 'time-exceeded'}]}}, 'observed', 'met ICMP communication'],
]

test.each(ROWS)('%j: %s', (...row) => {
  expectJudged(probe, {...BASE, ...row[0]}, row)
})
