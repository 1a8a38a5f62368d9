/** The judges of who may be sent DATAGRAM frames, how large, and in which direction. */
import {describe, expect, it} from 'vitest'
import exceed from '../../../src/lib/requirements/rfc9221/3-exceed/probe.js'
import oneDirection from '../../../src/lib/requirements/rfc9221/3-one-direction/probe.js'
import needs from '../../../src/lib/requirements/rfc9221/3-send-needs-tp/probe.js'
import type {Aftermath} from '../../../src/lib/stimuli/h3-breach.js'
import {aftermath, closedWith, expectVerdict, SERVED, TIMED_OUT} from '../support/endings.js'

const about = {http: '3'} as const

describe('the limit', () => {
  const ours = {status: 200, before: true, reached: 6, oversized: 0, largest: 0}
  const large = {limit: '65535', largestOfOurs: 1164, breaches: []}
  const small = (...breaches: Aftermath[]) => ({limit: '600', largestOfOurs: 1164, breaches})
  const none = (...breaches: Aftermath[]) => ({...small(...breaches), limit: null})
  const CLOSED = aftermath({ending: closedWith('PROTOCOL_VIOLATION (0xa)')})

  it.each([
    [
      'pass',
      'answered 6 times with 1000 octets, and no frame above our limit of 500 came; its own limit of 65535',
      ours,
      large,
    ],
    [
      'pass',
      'a DATAGRAM frame above its limit of 600 closed the connection with PROTOCOL_VIOLATION',
      ours,
      small(CLOSED),
    ],
    ['pass', 'closed the connection with no code', ours, small(aftermath({ending: closedWith(null)}))],
    ['pass', 'that it did not announce to take closed', ours, none(CLOSED)],
    ['pass', 'that it did not announce to take closed', ours, {...none(CLOSED), limit: '0'}],
    ['pass', 'above what fits a packet', {...ours, reached: 3}, {...large, limit: '1164'}],
    ['inconclusive', 'not clear what became', ours, {...large, limit: '1163'}],
    ['inconclusive', 'not clear what became', ours, small(SERVED, SERVED)],
    ['inconclusive', 'not clear what became', ours, small(aftermath({ending: TIMED_OUT}))],
    ['inconclusive', 'not clear what became', ours, small({...SERVED, acknowledged: false}, SERVED, SERVED)],
    ['fail', '3 connections went on serving', ours, small(SERVED, SERVED, SERVED)],
    ['fail', '3 were, and the largest had 1003', {...ours, oversized: 3, largest: 1003}, large],
    ['inconclusive', 'seen 2 times', {...ours, oversized: 2, largest: 1003}, large],
    ['inconclusive', 'no small echo came back (200)', {...ours, before: false}, large],
    ['inconclusive', 'no small echo came back (no answer)', {...ours, status: null, before: false}, large],
    ['inconclusive', 'not known to have had large answers', {...ours, reached: 2}, large],
    ['inconclusive', 'not known to have had large answers', {...ours, reached: null}, large],
    ['inconclusive', 'no connection', null, large],
    ['inconclusive', 'no connection', ours, null],
  ])('%s: %s', (outcome, words, seenOurs, theirs) => {
    expectVerdict(exceed.judge({ours: seenOurs, theirs}, about), outcome, words)
  })

  it('says what was expected of a connection', () => {
    const verdict = exceed.judge({ours, theirs: none(SERVED, SERVED, SERVED)}, about)
    expect(verdict).toMatchObject({
      expected: 'the connection is closed upon a DATAGRAM frame that it did not announce to take',
    })
  })
})

describe('frames that were not announced', () => {
  const variant = {words: 'without it', status: 200, frames: 0, capsules: 2, reached: 2, closedWith: null}
  const other = {...variant, words: 'with 0'}

  it.each([
    ['pass', 'without it, 2 answers came in capsules; with 0, 2 answers', 200, [variant, other]],
    ['pass', 'with 0, the answers to 3 questions were dropped', 200, [variant, {...other, capsules: 0, reached: 3}]],
    [
      'pass',
      'with 0, the request was refused with 400',
      200,
      [variant, {...other, status: 400, capsules: 0, reached: null}],
    ],
    [
      'observed',
      'with 0, the proxy closed the connection with H3_SETTINGS_ERROR',
      200,
      [variant, {...other, status: null, capsules: 0, closedWith: 'H3_SETTINGS_ERROR'}],
    ],
    ['fail', 'of ours with 0, 1 DATAGRAM frames came', 200, [variant, {...other, frames: 1}]],
    [
      'fail',
      'of ours with 0, 1 DATAGRAM frames came',
      200,
      [
        {...variant, status: null},
        {...other, frames: 1},
      ],
    ],
    ['inconclusive', 'with 0: the proxy could not be shown', 200, [variant, {...other, capsules: 0, reached: 0}]],
    ['inconclusive', 'with 0: the proxy could not', 200, [variant, {...other, capsules: 0, reached: null}]],
    [
      'inconclusive',
      'without it: the proxy could not',
      200,
      [{...variant, status: null, capsules: 0, reached: null}, other],
    ],
    ['inconclusive', 'could not be shown', 200, []],
    ['inconclusive', 'even with the parameter (403)', 403, []],
    ['inconclusive', 'even with the parameter (no answer)', null, []],
  ])('%s: %s', (outcome, words, usual, variants) => {
    expectVerdict(needs.judge({usual, variants}, about), outcome, words)
  })
})

describe('directions', () => {
  const seen = {theirs: '65535', status: 200, up: 'frame', frames: 0, capsules: 3} as const

  it.each([
    ['observed', "the proxy's 65535; questions in frames, answers in capsules", seen],
    ['observed', 'answers in frames, which we did not announce', {...seen, frames: 3, capsules: 0}],
    ['observed', 'answers in capsules and in frames, which', {...seen, frames: 1}],
    ['observed', "the proxy's none; questions in capsules", {...seen, theirs: null, up: 'capsule'}],
    ['inconclusive', 'no answers came', {...seen, capsules: 0}],
    ['inconclusive', 'no answers came', {...seen, up: null}],
    ['inconclusive', 'was not answered', {...seen, status: null}],
    ['inconclusive', 'was refused with 199', {...seen, status: 199}],
    ['inconclusive', 'was refused with 300', {...seen, status: 300}],
    ['observed', 'capsules', {...seen, status: 299}],
  ] as const)('%s: %s', (outcome, words, facts) => {
    expectVerdict(oneDirection.judge(facts, about), outcome, words)
  })
})
