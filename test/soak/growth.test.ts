/** The judge itself: it sees a leak through noise, and takes no noise for one. */
import {describe, expect, it} from 'vitest'
import {seeded} from '../../src/lib/spec/random.js'
import {judge, theilSen} from './support/growth.js'
import type {Course, Sample} from './support/sample.js'

const TOLERANCE = {sizes: {heapBytes: 64, externalBytes: 64, rssBytes: 64}}

/** Heap after `at` steps; all else stands still. */
function course(heapBytes: (at: number) => number, counts: (at: number) => Partial<Sample> = () => ({})): Course {
  const points = Array.from({length: 40}, (_, index) => {
    const at = index * 100
    const still = {rssBytes: 9e7, externalBytes: 2e6, descriptors: 23, threads: 12, handles: 1}
    return {at, sample: {...still, heapBytes: heapBytes(at), ...counts(at)}}
  })
  return {who: 'client', points}
}

describe('growth', () => {
  const random = seeded(11)
  const noise = (amount: number) => (random.next() - 0.5) * amount

  it('is what goes on in the second half', () => {
    const leak = course(at => 5e6 + 300 * at + noise(100_000))
    expect(judge(leak, TOLERANCE).growing).toEqual([expect.stringMatching(/^client: heapBytes grows by \d+ octets/)])
    expect(judge(leak, TOLERANCE).slopes.heapBytes.slope).toBeCloseTo(300, -2)
  })

  it('is not noise, a peak, or what a program needs to get going', () => {
    expect(
      judge(
        course(() => 5e6 + noise(1e6)),
        TOLERANCE,
      ).growing,
    ).toEqual([])
    expect(
      judge(
        course(at => (at === 3900 ? 5e7 : 5e6)),
        TOLERANCE,
      ).growing,
    ).toEqual([])
    expect(
      judge(
        course(at => 5e6 + Math.min(at, 1500) * 1000),
        TOLERANCE,
      ).growing,
    ).toEqual([])
  })

  it('is one descriptor that stays', () => {
    const more = course(
      () => 5e6,
      at => ({descriptors: at >= 2500 ? 24 : 23}),
    )
    expect(judge(more, TOLERANCE).growing).toEqual(['client: 24 descriptors, more than there ever were'])
  })

  it('is not a descriptor that is just being closed', () => {
    const passing = course(
      () => 5e6,
      at => ({descriptors: at === 3800 || at === 3900 ? 33 : 23}),
    )
    expect(judge(passing, TOLERANCE).growing).toEqual([])
  })

  it('has a slope that outliers do not move', () => {
    const pairs = Array.from({length: 21}, (_, at): [number, number] => [at, at % 7 === 3 ? 1e9 : 2 * at])
    expect(theilSen(pairs).slope).toBeCloseTo(2)
  })
})
