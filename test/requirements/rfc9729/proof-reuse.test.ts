/** The judge of a proof that is used again on its connection, which is never a replay. */
import {expect, it} from 'vitest'
import reuse from '../../../src/lib/requirements/rfc9729/8-proof-reuse/probe.js'
import {observeOnce} from '../../../src/lib/suite/observe.js'
import {judges} from '../support/judging.js'
import {SuiteWorld} from '../support/world.js'

const series = (statuses: number[], cut: 'peer' | 'nobody' | null = null) => ({statuses, cut})
const five = series([404, 404, 404, 404, 404])

judges(reuse, [
  ['nothing', reuse.silence, 'inconclusive', 'requests were not answered'],
  ['everybody served', {without: series([200]), withIt: series([], 'nobody')}, 'not-applicable', '(200)'],
  ['everybody served over HTTP/1.1', {without: series([101]), withIt: series([], 'nobody')}, 'not-applicable', '(101)'],
  ['no answer to a proof', {without: five, withIt: series([], 'peer')}, 'inconclusive', 'requests were not answered'],
  ['all alike', {without: five, withIt: five}, 'observed', '5 uses of one proof on a connection were all answered 404'],
  ['all taken', {without: five, withIt: series([299, 299, 299, 299, 299])}, 'observed', 'were all answered 299'],
  [
    'another from the third on',
    {without: five, withIt: series([404, 404, 403, 403, 403])},
    'observed',
    'was answered 404, and use 3 of it 403; without one all requests were answered 404',
  ],
  [
    'answers that vary anyway',
    {without: series([404, 503]), withIt: series([404, 403])},
    'inconclusive',
    'differ without any proof: 404, 503',
  ],
  [
    'closed after the second',
    {without: five, withIt: series([404, 404], 'peer')},
    'observed',
    'closed after 2 uses of a proof, and not as soon without one (5 requests)',
  ],
  [
    'a connection for each',
    {without: series([404], 'peer'), withIt: series([404], 'peer')},
    'observed',
    'takes one request for a tunnel only (404)',
  ],
  [
    'lost without it',
    {without: series([404], 'nobody'), withIt: five},
    'inconclusive',
    'answers ceased to come: 404, and',
  ],
  ['lost with it', {without: five, withIt: series([404, 404], 'nobody')}, 'inconclusive', '404, 404 with the proof'],
])

// The contract asks only for other words than of an honest proxy, which serves everybody.
it.each(
  reuse.requirement.over.flatMap(http =>
    [
      ['takes-the-second-use-for-a-replay', 'use 2 of it 403'],
      ['grows-tired-of-it', 'use 4 of it 429'],
    ].map(([fault = '', words = '']) => [fault, http, words] as const),
  ),
)('says what shows: %s over HTTP/%s', async (name, http, words) => {
  const fault = reuse.faults[name]
  if (!fault) throw new RangeError(`there is no fault ${name}`)
  const world = await SuiteWorld.open({fault})
  const {verdict} = await world.run(observeOnce(reuse, world.context(http), new AbortController().signal))
  await world.close()
  expect(verdict).toMatchObject({outcome: 'observed', because: expect.stringContaining(words) as string})
})
