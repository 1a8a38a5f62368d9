import {describe, expect, it} from 'vitest'
import {distribution, jitter, reordered} from '../../src/lib/probe/statistics.js'

describe('figures of a series', () => {
  it('are values that were measured', () => {
    expect(distribution([])).toBeUndefined()
    expect(distribution([5])).toEqual({min: 5, median: 5, p95: 5, max: 5})
    expect(distribution([3, 1, 2])).toEqual({min: 1, median: 2, p95: 3, max: 3})
    const hundred = Array.from({length: 100}, (_, index) => 100 - index)
    expect(distribution(hundred)).toEqual({min: 1, median: 50, p95: 95, max: 100})
  })

  it('jitter follows RFC 3550, and skips gaps', () => {
    expect(jitter([])).toBeUndefined()
    expect(jitter([1])).toBeUndefined()
    expect(jitter([1, 3])).toBe(2)
    expect(jitter([1, 3, 3])).toBe(2 - 2 / 16)
    expect(jitter([1, undefined, 100, 101])).toBe(1)
    expect(jitter([4, 4, 4])).toBe(0)
  })

  it('reordering counts those overtaken', () => {
    expect(reordered([0, 1, 2])).toBe(0)
    expect(reordered([1, 0, 2])).toBe(1)
    expect(reordered([3, 0, 1, 2])).toBe(3)
    expect(reordered([0, 0, 1])).toBe(0)
  })
})
