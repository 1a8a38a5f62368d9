/** What ranks tell of times: intervals that hold what they promise, and peaks that are no tails. */
import {describe, expect, it} from 'vitest'
import {seeded, type Random} from '../../src/lib/spec/random.js'
import {at, middleOf, sharesApart, twoPeaks} from '../../src/lib/stimuli/time-statistics.js'

const numbers = (count: number): number[] => Array.from({length: count}, (_, index) => index + 1)
/** A long tail, as networks have it. */
const tailed = (random: Random, scale = 5): number => 20 - scale * Math.log(1 - random.next())

describe('the middle', () => {
  it('is the median, between the ranks that chance leaves open', () => {
    // 100 values, z 2: ten ranks each way.
    expect(middleOf(numbers(100).toReversed(), 2)).toEqual({median: 50, low: 40, high: 61})
  })

  it('promises nothing of few values', () => {
    expect(middleOf([1, 2, 3], 3.9)).toEqual({median: 2, low: -Infinity, high: Infinity})
    expect(middleOf([], 2)).toEqual({median: Number.NaN, low: -Infinity, high: Infinity})
  })

  it('misses the true median about as seldom as it says', () => {
    const random = seeded(7)
    const truth = 20 + 5 * Math.LN2
    let missed = 0
    for (let trial = 0; trial < 1000; trial++) {
      const {low, high} = middleOf(
        Array.from({length: 200}, () => tailed(random)),
        1.96,
      )
      if (low > truth || high < truth) missed++
    }
    expect(missed).toBeGreaterThan(20)
    expect(missed).toBeLessThan(70)
  })
})

it('takes percentiles that were measured', () => {
  expect([0, 0.5, 0.95, 1].map(share => at(numbers(20), share))).toEqual([1, 10, 19, 20])
})

describe('two peaks', () => {
  const group = (count: number, around: number, random: Random): number[] =>
    Array.from({length: count}, () => around + random.next())

  it('are found with their middles and shares, behind a few that are far out', () => {
    const random = seeded(1)
    const found = twoPeaks([...group(178, 20, random), ...group(18, 70, random), 900, 1100, 1300, 1500], 1)
    expect(found?.fast).toBeCloseTo(20.5, 0)
    expect(found?.slow).toBeCloseTo(70.5, 0)
    expect(found?.slowShare).toBeCloseTo(18 / 196, 2)
  })

  it('need a share, a distance and a valley', () => {
    const random = seeded(2)
    expect(twoPeaks([...group(196, 20, random), ...group(8, 70, random)], 1)).toBeUndefined()
    expect(twoPeaks([...group(180, 20, random), ...group(20, 70, random)], 60)).toBeUndefined()
    const bridge = numbers(4).map(step => 20 + 10 * step)
    expect(twoPeaks([...group(180, 20, random), ...bridge, ...group(20, 70, random)], 1)).toBeUndefined()
    expect(twoPeaks([], 1)).toBeUndefined()
  })

  it('are not made of all the same, nor of a long tail', () => {
    expect(twoPeaks(numbers(200).fill(20), 1)).toBeUndefined()
    for (let seed = 1; seed <= 100; seed++) {
      const random = seeded(seed)
      const tail = Array.from({length: 200}, () => tailed(random))
      expect(twoPeaks(tail, 1), `seed ${seed}`).toBeUndefined()
    }
  })
})

describe('shares', () => {
  it('are apart by so many deviations', () => {
    expect(sharesApart(20, 200, 0, 200)).toBeCloseTo(4.59, 2)
    expect(sharesApart(0, 200, 20, 200)).toBeCloseTo(-4.59, 2)
    expect(sharesApart(20, 200, 20, 200)).toBe(0)
  })

  it('of nothing at all are not', () => {
    expect(sharesApart(0, 200, 0, 200)).toBe(0)
    expect(sharesApart(200, 200, 200, 200)).toBe(0)
  })
})
