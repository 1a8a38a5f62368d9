/** The judges of delays: what comes in DATAGRAM frames, and what goes in them. */
import {describe, expect, it} from 'vitest'
import delivered from '../../../src/lib/requirements/rfc9221/5-deliver-promptly/probe.js'
import sent from '../../../src/lib/requirements/rfc9221/5-send-promptly/probe.js'
import {medianOf} from '../../../src/lib/stimuli/echo-times.js'
import {expectVerdict} from '../support/endings.js'

const about = {http: '3'} as const

function times(count: number, time: number): number[] {
  return Array.from({length: count}, () => time)
}

describe('what comes in frames', () => {
  const seen = {carrier: 'frame', frames: times(20, 12), capsules: times(20, 10)}
  const slow = times(20, 16)

  it.each([
    ['pass', 'the fastest of 20 echoes sent in a frame took 12.0 ms', seen],
    ['pass', 'in a capsule the middle one 10.0 ms', {...seen, frames: times(20, 15)}],
    ['pass', 'took 9.0 ms', {...seen, frames: [...slow, 9]}],
    ['pass', 'the middle one 11.0 ms', {...seen, frames: slow, capsules: [...times(10, 11), ...times(9, 10), 100]}],
    ['fail', 'the fastest of 20 echoes sent in a frame took 16.0 ms', {...seen, frames: slow}],
    ['fail', 'the middle one 10.0 ms', {...seen, frames: slow, capsules: [...times(11, 10), ...times(9, 100)]}],
    ['pass', 'the middle one 100.0 ms', {...seen, capsules: [0, ...times(19, 100)]}],
    ['inconclusive', 'between 0.0 ms and, usually, 101.0 ms', {...seen, capsules: [0, ...times(19, 101)]}],
    ['fail', 'the middle one 101.0 ms', {...seen, frames: times(20, 107), capsules: [0, ...times(19, 101)]}],
    ['inconclusive', '19 questions in frames were answered and 20', {...seen, frames: times(19, 16)}],
    ['inconclusive', '20 questions in frames were answered and 19', {...seen, capsules: times(19, 1)}],
    ['not-applicable', 'in capsules', {...seen, carrier: 'capsule'}],
    ['inconclusive', 'no tunnel', {...seen, carrier: null}],
  ])('%s: %s', (outcome, words, facts) => {
    expectVerdict(delivered.judge(facts, about), outcome, words)
  })
})

describe('what goes in frames', () => {
  const quick = {by: 'frame', times: times(8, 12)}
  const late = {by: 'frame', times: times(8, 16)}
  const capsules = {by: 'capsule', times: times(8, 10)}
  const far = {by: 'capsule', times: times(8, 11)}
  const none = {by: '', times: []}
  const seen = {framed: [quick, quick, quick], plain: [capsules, capsules, capsules]}

  it.each([
    ['pass', 'the fastest of 24 echoes answered in a frame took 12.0 ms; of 24 answered in a capsule', seen],
    ['pass', 'took 12.0 ms', {...seen, framed: [late, quick, late]}],
    ['pass', 'took 11.0 ms, on the slowest of 3', {framed: [late, late, late], plain: [capsules, far, capsules]}],
    ['pass', 'took 15.0 ms', {...seen, framed: [{...late, times: times(20, 15)}]}],
    ['fail', 'took 16.0 ms; of 24', {...seen, framed: [late, late, late]}],
    [
      'inconclusive',
      '19 answers came on connections with DATAGRAM',
      {...seen, framed: [{...late, times: times(19, 99)}]},
    ],
    ['inconclusive', '24 on those without', {...seen, framed: [{...late, by: 'frame and capsule'}, late, late]}],
    ['inconclusive', '16 on those without', {...seen, plain: [capsules, capsules]}],
    ['inconclusive', '24 on those without', {...seen, plain: [{...capsules, by: 'frame'}, capsules, capsules]}],
    ['inconclusive', 'too uneven', {...seen, plain: [{...capsules, times: [0, ...times(19, 101)]}]}],
    ['inconclusive', '0 answers', {framed: [none], plain: [none]}],
    ['inconclusive', '0 answers', {framed: [{...none, by: 'capsule'}], plain: [none]}],
    ['not-applicable', 'in capsules also', {...seen, framed: [{...capsules}]}],
    ['not-applicable', 'in capsules also', {...seen, framed: [none, capsules]}],
    ['inconclusive', 'not all as agreed', {...seen, framed: [late, late, late, capsules]}],
  ])('%s: %s', (outcome, words, facts) => {
    expectVerdict(sent.judge(facts, about), outcome, words)
  })
})

describe('the middle of some times', () => {
  it('is one of them', () => {
    expect(medianOf([5, 1, 9])).toBe(5)
    expect(medianOf([])).toBeNaN()
  })
})
