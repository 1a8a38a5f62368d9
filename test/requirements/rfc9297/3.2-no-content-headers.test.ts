/** On an answer or taken on a request: a length of zero and somebody in front weigh less, and silence nothing. */
import probe from '../../../src/lib/requirements/rfc9297/3.2-no-content-headers/probe.js'
import {judgeTable} from '../support/judge-table.js'

type Seen = Parameters<typeof probe.judge>[0]
type Tried = Seen['tried'][number]
const tried = (name: string, outcome: Tried['outcome'] = 'refused', via = false): Tried => ({
  name,
  outcome,
  words: outcome === 'opened' ? 'answered 200' : 'answered 400',
  via,
})
const LENGTH = 'content-length: 5'
const ZERO = 'content-length: 0'

judgeTable<Seen>(probe, {opened: true, found: [], tried: [tried(LENGTH), tried(ZERO)], again: true}, [
  [{}, 'pass', 'requests with one are refused: content-length: 5, content-length: 0'],
  [{found: ['content-type']}, 'fail', 'the answer of success carries content-type'],
  [{found: ['content-type']}, 'fail', 'none of content-length, content-type, transfer-encoding on a success'],
  [{found: ['content-length', 'content-type'], opened: false}, 'fail', 'carries content-length, content-type'],
  [{opened: false}, 'inconclusive', 'the plain request opened no tunnel either'],
  [
    {tried: [tried(LENGTH, 'opened'), tried(ZERO)]},
    'fail',
    'to a request with content-length: 5 the proxy answered 200',
  ],
  [{tried: [tried(LENGTH, 'opened')]}, 'fail', 'a request with such a field is malformed'],
  [{tried: [tried(LENGTH, 'opened', true)]}, 'concern', 'answered 200, behind somebody who may have removed it'],
  [
    {tried: [tried(LENGTH), tried(ZERO, 'opened')]},
    'concern',
    'to a request with content-length: 0 the proxy answered 200',
  ],
  [{again: false}, 'inconclusive', 'afterwards the plain request opened no tunnel any more'],
  [
    {tried: [tried(LENGTH, 'silence'), tried(ZERO)]},
    'inconclusive',
    'a request with content-length: 5 was not answered',
  ],
])
