import {describe, expect, it} from 'vitest'
import * as verdict from '../../src/lib/spec/verdict.js'

const {labelOf, runVerdict, summarize, EXIT} = verdict

describe('a label', () => {
  it.each([
    ['must', verdict.fail('a', 'b'), 'fail'],
    ['should', verdict.fail('a', 'b'), 'warn'],
    ['may', verdict.fail('a', 'b'), 'info'],
    ['none', verdict.fail('a', 'b'), 'info'],
    ['must', verdict.concern('x'), 'warn'],
    ['none', verdict.concern('x'), 'info'],
    ['must', verdict.pass('x'), 'pass'],
    ['none', verdict.pass('x'), 'info'],
    ['must', verdict.observed('x'), 'info'],
    ['must', verdict.inconclusive('x'), 'inconclusive'],
    ['must', verdict.notApplicable('x'), 'not-applicable'],
  ] as const)('%s and %o: %s', (level, seen, label) => {
    expect(labelOf(level, seen)).toBe(label)
  })

  it('a failure says what was expected and what was there', () => {
    expect(verdict.fail('a reset', 'silence')).toEqual({
      outcome: 'fail',
      expected: 'a reset',
      actual: 'silence',
      because: 'silence',
    })
  })
})

describe('a run', () => {
  it.each([
    [['pass', 'info', 'warn', 'waived', 'not-applicable'], {}, 'met'],
    [['pass', 'warn'], {failOn: 'should'}, 'violated'],
    [['pass', 'inconclusive'], {}, 'inconclusive'],
    [['inconclusive'], {failOn: 'inconclusive'}, 'violated'],
    [['error', 'inconclusive'], {}, 'broken'],
    [['fail', 'error', 'inconclusive'], {}, 'violated'],
    [['fail'], {failOn: 'never'}, 'met'],
    [['fail'], {interrupted: true}, 'interrupted'],
    [[], {}, 'met'],
  ] as const)('%j %j: %s', (labels, options, expected) => {
    expect(runVerdict(summarize(labels), options)).toBe(expected)
  })

  it('has exit codes of its own: 1 is proof, and nothing else is 1', () => {
    expect(Object.entries(EXIT).filter(([, code]) => code === 1)).toEqual([['violated', 1]])
    expect(new Set(Object.values(EXIT)).size).toBe(5)
  })
})
