/** The judges of response times: what they say of made-up times, and of a proxy that hides well over bad networks. */
import {describe, expect, it} from 'vitest'
import delay from '../../../src/lib/requirements/rfc9729/6.4-delay-leak/probe.js'
import timing from '../../../src/lib/requirements/rfc9729/6.4-timing/probe.js'
import {seeded} from '../../../src/lib/spec/random.js'
import type {TimedClass} from '../../../src/lib/stimuli/response-times.js'
import {observeOnce} from '../../../src/lib/suite/observe.js'
import {judges} from '../support/judging.js'
import {SuiteWorld, type Wire} from '../support/world.js'

const random = seeded(3)
/** Around 20 ms, within so much. */
const steady = (jitterMs: number, laterMs = 0, count = 500): number[] =>
  Array.from({length: count}, () => 20 + laterMs + jitterMs * (random.next() - 0.5))
const timed = (what: string, timesMs: TimedClass['timesMs'], status: number | null = 404): TimedClass => ({
  what,
  status,
  isSuccess: status === 200,
  timesMs,
})
const quiet = timed('quiet', steady(0.1))
const four = (hidden: TimedClass, tried = quiet) => ({
  isOffered: true,
  classes: [hidden, {...quiet, what: 'nowhere'}, tried, {...quiet, what: 'nowhere, tried'}],
})
const both = (one: number[], other: number[]) => [...one, ...other]
const seldom = (every: number): (number | null)[] =>
  steady(0.1).map((time, round) => (round % every === 0 ? time : null))

judges(timing, [
  ['nothing', timing.silence, 'inconclusive', 'nothing was measured'],
  ['no answer', four(timed('hidden', [], null)), 'inconclusive', 'not answered'],
  ['everybody served', four(timed('hidden', [20], 200)), 'not-applicable', '(200)'],
  [
    'the same',
    four(timed('hidden', steady(0.1))),
    'pass',
    'hidden and nowhere take as long as each other, as far as 500 pairs',
  ],
  ['nobody known to be there', {...four(quiet), isOffered: false}, 'observed', 'whether there is a proxy is not known'],
  ['later', four(timed('hidden', steady(0.1, 3))), 'observed', 'hidden is answered 3.0'],
  ['sooner', four(timed('hidden', steady(0.1, -3))), 'observed', 'ms sooner than nowhere'],
  ['a little later', four(timed('hidden', steady(0.1, 0.5))), 'observed', 'little, but enough'],
  ['later with a credential', four(quiet, timed('tried', steady(0.1, 3))), 'observed', 'later than nowhere, tried'],
  [
    'jitter',
    four(timed('hidden', steady(60))),
    'inconclusive',
    'the jitter hides what there may be between hidden and',
  ],
  [
    'for half the time',
    four(timed('hidden', both(steady(0.1, 3, 280), steady(0.1, -3, 220)))),
    'inconclusive',
    'the jitter hides',
  ],
  [
    'a difference that does not last',
    four(timed('hidden', both(steady(0.1, 3, 250), steady(0.1, 0, 250)))),
    'inconclusive',
    'did not last',
  ],
  ['too few', four(timed('hidden', seldom(3))), 'inconclusive', 'only 167 pairs of answers came'],
  ['just enough', four(timed('hidden', steady(0.1, 0, 200))), 'pass', 'as far as 200 pairs tell'],
  ['one too few', four(timed('hidden', steady(0.1, 0, 199))), 'inconclusive', 'only 199 pairs'],
  ['another status', four(timed('hidden', steady(0.1), 403)), 'observed', 'answered by 403 and 404, which tells more'],
])

it('tells of a difference with its interval', () => {
  const {because} = timing.judge(four(timed('hidden', steady(0.1, 3))), {http: '3'})
  expect(because).toMatch(
    /^hidden is answered (2\.9|3\.0)\d ms later than nowhere \(2\.9\d to 3\.0\d ms in 500 pairs\)$/,
  )
})

const plain = {status: 404, isSuccess: false}
const few = (count: number) => steady(0.1, 0, count)
const peaks = (slow: number) => both(few(200 - slow), steady(0.1, 50, slow))
const two = (times: number[], others = few(200), status = 200) => ({
  plain,
  classes: [timed('nowhere', times), timed('front', others, status)],
})

judges(delay, [
  ['nothing', delay.silence, 'inconclusive', 'nothing was measured'],
  ['everybody served', {plain: {status: 200, isSuccess: true}, classes: []}, 'not-applicable', '(200)'],
  ['too few', two(few(119)), 'inconclusive', 'only 119 and 200 answers'],
  ['too few of the front page', two(few(200), few(119)), 'inconclusive', 'only 200 and 119 answers'],
  ['one peak', two(few(120), few(120)), 'observed', 'in one peak: no delay shows'],
  ['two peaks', two(peaks(20)), 'observed', 'about 20.0'],
  ['two peaks of its own', two(peaks(20)), 'observed', '0 are as late: a delay of some answers shows'],
  ['two peaks, the slow one larger', two(peaks(180)), 'observed', 'singles these paths out'],
  ['two peaks everywhere', two(peaks(20), peaks(18)), 'observed', 'the rest of the site shows the same'],
  ['two peaks and nothing to compare', two(peaks(20), peaks(18), 404), 'observed', 'cannot be told'],
])

const HIDES = {http: {admit: () => ({status: 404, headers: []})}}
const WIRES: Readonly<Record<string, Wire>> = {
  'that loses 30 %': {loss: 0.3},
  'with jitter': {jitterMs: 30},
  'that does all of it': {loss: 0.1, duplication: 0.2, reordering: 0.2, jitterMs: 20},
}

describe.each(Object.entries(WIRES))('of a proxy that hides well, on a wire %s', (_, wire) => {
  it.each([
    ['times', timing, /can be told|later than|sooner than/],
    ['delays', delay, /singles/],
  ] as const)(
    'no difference of %s is made up',
    async (_name, probe, accusation) => {
      for (const seed of [1, 2]) {
        const world = await SuiteWorld.open({seed, wire, fault: HIDES})
        const {verdict, seen} = await world.run(
          observeOnce(probe as typeof timing, world.context('3'), new AbortController().signal),
        )
        await world.close()
        expect(verdict.because, `seed ${seed}`).not.toMatch(accusation)
        // Of some hundred answers, not of a connection that was given up.
        expect((seen as {classes: TimedClass[]}).classes[0]?.timesMs.length).toBeGreaterThan(150)
      }
    },
    120_000,
  )
})

const SAID: Readonly<Record<string, RegExp>> = {
  'takes-its-time-on-the-path': /10\.\d\d ms later than a path that does not exist \(/,
  'takes-its-time-for-a-signature': /of nobody is answered 8\.\d\d ms later than .* with that credential/,
  'takes-its-time-on-other-paths': /6\.\d\d ms sooner than/,
  'delays-every-tenth': /a delay of some answers shows/,
  'delays-whatever-it-hides': /the front page does not exist either/,
}

// The contract asks only for other words than of an honest proxy, which hides nothing.
it.each(
  [timing, delay].flatMap(probe => Object.entries(probe.faults).map(([name, fault]) => [name, probe, fault] as const)),
)('says what shows: %s', async (name, probe, fault) => {
  const world = await SuiteWorld.open({fault})
  const {verdict} = await world.run(
    observeOnce(probe as typeof timing, world.context('3'), new AbortController().signal),
  )
  await world.close()
  expect(verdict).toMatchObject({outcome: 'observed', because: expect.stringMatching(SAID[name] ?? /^$/) as string})
})
