/** What a run says and how it exits, over every combination of what decides on it. */
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {checkFacts} from '../../../src/lib/report/check-facts.js'
import type {Result} from '../../../src/lib/report/document.js'
import {FAIL_ONS, LABELS} from '../../../src/lib/spec/verdict.js'
import {keyOf} from '../../../src/lib/suite/settle/baseline.js'
import {settle, type Decision, type Settled} from '../../../src/lib/suite/settle/settle.js'
import type {Waiver} from '../../../src/lib/suite/settle/waivers.js'
import {line, NOTHING, result, TODAY} from './support.js'

const waiver = (more: Partial<Waiver> = {}): Waiver => ({id: 'a', reason: 'known', until: '2026-12-31', ...more})
const waivers = (...all: Waiver[]) => ({file: 'masque.waivers.toml', waivers: all})
const baseline = (lines: readonly ReturnType<typeof line>[], update = false) => ({file: 'known', lines, update})
const decide = (
  results: readonly Result[],
  decision: Partial<Decision> = {},
  interrupted = false,
  unreached = 0,
): Settled => settle(results, {...NOTHING, ...decision}, {...TODAY, interrupted, unreached})

describe('the exit code', () => {
  it.each([
    [['pass', 'info', 'warn', 'waived', 'not-applicable'], 'must', 'met', 0],
    [['pass', 'warn'], 'should', 'violated', 1],
    [['pass', 'fail'], 'must', 'violated', 1],
    [['pass', 'fail'], 'inconclusive', 'violated', 1],
    [['pass', 'inconclusive'], 'must', 'inconclusive', 3],
    [['pass', 'inconclusive'], 'should', 'inconclusive', 3],
    [['pass', 'inconclusive'], 'inconclusive', 'violated', 1],
    [['error', 'inconclusive'], 'must', 'broken', 70],
    [['fail', 'error'], 'must', 'violated', 1],
    [['fail'], 'never', 'violated', 0],
    [['inconclusive'], 'never', 'inconclusive', 0],
    [['fail', 'error'], 'never', 'violated', 70],
    [['error'], 'never', 'broken', 70],
    [[], 'must', 'inconclusive', 3],
    [[], 'never', 'inconclusive', 0],
    [['not-applicable'], 'must', 'inconclusive', 3],
  ] as const)('of %j with --fail-on %s: %s, %i', (labels, failOn, verdict, exitCode) => {
    const results = labels.map((label, index) => result(String(index), label))
    expect(decide(results, {failOn})).toMatchObject({verdict, exitCode})
  })

  it('is 130 of an interrupted run, whatever it found', () => {
    for (const failOn of FAIL_ONS) {
      expect(decide([result('a', 'fail')], {failOn}, true)).toMatchObject({verdict: 'interrupted', exitCode: 130})
    }
  })
})

describe('what there was no time for', () => {
  it('is undecided, and said', () => {
    const settled = decide([result('a', 'pass')], {}, false, 7)
    expect(settled).toMatchObject({verdict: 'inconclusive', exitCode: 3})
    expect(settled.warnings).toEqual([expect.stringMatching(/^7 observations were not made: .*--resume/)])
    expect(decide([result('a', 'pass')], {failOn: 'inconclusive'}, false, 7)).toMatchObject({exitCode: 1})
    expect(decide([result('a', 'fail')], {}, false, 7)).toMatchObject({verdict: 'violated', exitCode: 1})
  })
})

describe('nothing tested', () => {
  it('is never green, and says so', () => {
    const {warnings, exitCode} = decide([result('a', 'not-applicable')])
    expect(exitCode).toBe(3)
    expect(warnings).toEqual([expect.stringContaining('nothing was tested')])
    expect(decide([result('a', 'pass')]).warnings).toEqual([])
  })

  it('is also what a set leaves of everything', () => {
    const settled = decide([result('a', 'pass')], {set: {name: '2026.1', ids: new Set()}})
    expect(settled).toMatchObject({exitCode: 3, summary: {pass: 0}, facts: {requirementSet: '2026.1'}})
    expect(settled.warnings[0]).toContain('2026.1')
  })
})

describe('a set of requirements', () => {
  const set = {name: '2026.1', ids: new Set(['a'])}

  it('leaves what is younger out of counts and verdict, and shows it', () => {
    const settled = decide([result('a', 'pass'), result('b', 'fail')], {set})
    expect(settled).toMatchObject({verdict: 'met', exitCode: 0, summary: {pass: 1, fail: 0}})
    expect(settled.results.map(({scored}) => scored)).toEqual([undefined, false])
  })

  it('lets neither waivers nor the baseline touch what does not count', () => {
    const decision = {set, waivers: waivers(waiver({id: 'b'})), baseline: baseline([line('c')])}
    const settled = decide([result('a', 'pass'), result('b', 'pass'), result('c', 'pass')], decision)
    expect(settled).toMatchObject({exitCode: 0, facts: {waivers: {stale: []}, baseline: {stale: []}}})
  })
})

describe('a waiver', () => {
  it('accepts a failure, and only over its version', () => {
    const both = [result('a', 'fail'), result('a', 'fail', {http: '2'})]
    expect(decide(both, {waivers: waivers(waiver())})).toMatchObject({exitCode: 0, summary: {waived: 2, fail: 0}})
    const one = decide(both, {waivers: waivers(waiver({http: '2'}))})
    expect(one).toMatchObject({exitCode: 1, summary: {waived: 1, fail: 1}})
    expect(one.results[1]).toMatchObject({label: 'waived', waived: {reason: 'known', until: '2026-12-31'}})
  })

  it('holds on its last day, and not on the next', () => {
    expect(decide([result('a', 'fail')], {waivers: waivers(waiver({until: '2026-06-15'}))}).exitCode).toBe(0)
    const over = decide([result('a', 'fail')], {waivers: waivers(waiver({until: '2026-06-14'}))})
    expect(over).toMatchObject({exitCode: 1, summary: {fail: 1}, facts: {waivers: {expired: ['a'], stale: []}}})
    expect(over.warnings.join()).toContain('masque.waivers.toml: waivers that are over')
  })

  it('that is over is 1 by itself', () => {
    const over = decide([result('b', 'pass')], {waivers: waivers(waiver({until: '2020-01-01'}))})
    expect(over).toMatchObject({verdict: 'violated', exitCode: 1})
  })

  it.each([
    [[result('a', 'pass')], ['a']],
    [[result('a', 'pass'), result('a', 'fail', {http: '2'})], []],
    [[result('a', 'pass'), result('a', 'inconclusive', {http: '2'})], []],
    [[result('a', 'pass'), result('a', 'not-applicable', {http: '2'})], ['a']],
    [[result('a', 'not-applicable')], []],
    [[result('a', 'pass', {flaky: true})], []],
    [[result('b', 'pass')], []],
  ])('is stale only if nothing needs it: %#', (results, stale) => {
    const settled = decide(results, {waivers: waivers(waiver())})
    expect(settled.facts.waivers?.stale).toEqual(stale)
    expect(settled.exitCode === 1).toBe(stale.length > 0)
  })

  it('covers no mistake of ours, and nothing undecided', () => {
    expect(decide([result('a', 'error')], {waivers: waivers(waiver())}).exitCode).toBe(70)
    expect(decide([result('a', 'inconclusive')], {waivers: waivers(waiver())}).exitCode).toBe(3)
  })
})

describe('a baseline', () => {
  it.each([
    [[result('a', 'fail')], [line('a')], 0],
    [[result('a', 'fail')], [], 1],
    [[result('a', 'pass')], [line('a')], 1],
    [[result('b', 'pass')], [line('a')], 0],
    [[result('a', 'fail'), result('b', 'fail')], [line('a')], 1],
    [[result('b', 'pass'), result('a', 'inconclusive')], [line('a')], 3],
    [[result('a', 'fail'), result('b', 'error')], [line('a')], 70],
  ])('%# exits as it says', (results, lines, exitCode) => {
    expect(decide(results, {baseline: baseline(lines)}).exitCode).toBe(exitCode)
  })

  it('that is updated knows everything that this run found', () => {
    const settled = decide([result('a', 'fail'), result('b', 'pass')], {baseline: baseline([line('b')], true)})
    expect(settled).toMatchObject({exitCode: 0, facts: {baseline: {known: 1, fresh: 0, stale: [], updated: true}}})
    expect(settled.newLines?.map(keyOf)).toEqual(['a 3'])
  })

  it('is not updated by a run that was interrupted, or had no time for all', () => {
    for (const [interrupted, unreached] of [
      [true, 0],
      [false, 1],
    ] as const) {
      const settled = decide([result('a', 'fail')], {baseline: baseline([], true)}, interrupted, unreached)
      expect(settled).toMatchObject({newLines: undefined, facts: {baseline: {fresh: 1, updated: false}}})
    }
  })
})

describe('what is not the same each time', () => {
  it.each([
    ['inconclusive', 'must', undefined, 'inconclusive', 3],
    ['inconclusive', 'must', 'fail', 'fail', 1],
    ['inconclusive', 'must', 'pass', 'pass', 0],
    ['inconclusive', 'should', 'fail', 'warn', 0],
    ['inconclusive', 'may', 'fail', 'info', 0],
    ['fail', 'must', undefined, 'fail', 1],
    ['fail', 'must', 'pass', 'pass', 0],
    ['warn', 'must', 'fail', 'warn', 0],
    ['error', 'must', 'pass', 'error', 70],
    ['error', 'must', 'fail', 'error', 70],
  ] as const)('%s of a %s with --flaky %s: %s, %i', (label, level, flaky, expected, exitCode) => {
    const settled = decide([result('a', label, {level, flaky: true})], {flaky})
    expect(settled.results[0]).toMatchObject({label: expected, flaky: true})
    expect(settled.exitCode).toBe(exitCode)
  })

  it('and is so for what was seen each time the same', () => {
    expect(decide([result('a', 'inconclusive')], {flaky: 'fail'}).exitCode).toBe(3)
  })
})

describe('whatever is found and decided', () => {
  const ids = ['a', 'b', 'c', 'd']
  const found = fc.array(
    fc
      .tuple(
        fc.constantFrom(...ids),
        fc.constantFrom('3' as const, '2' as const),
        fc.constantFrom(...LABELS.filter(label => label !== 'waived')),
        fc.constantFrom('must' as const, 'should' as const, 'may' as const),
        fc.boolean(),
      )
      .map(([id, http, label, level, flaky]) => result(id, label, {http, level, ...(flaky && {flaky: true as const})})),
    {maxLength: 8},
  )
  const lines = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...ids), fc.constantFrom('3' as const, '2' as const)), {
      selector: ([id, http]) => `${id} ${http}`,
    })
    .map(all => all.map(([id, http]) => line(id, http)))
  const waived = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom(...ids),
      reason: fc.constant('x'),
      until: fc.constantFrom('2026-01-01', '2026-12-31'),
    }),
    {selector: ({id}) => id, maxLength: 3},
  )
  const decisions: fc.Arbitrary<Decision> = fc.record({
    failOn: fc.constantFrom(...FAIL_ONS),
    flaky: fc.constantFrom(undefined, 'pass' as const, 'fail' as const),
    set: fc.option(
      fc.subarray(ids).map(some => ({name: 's', ids: new Set(some)})),
      {nil: undefined},
    ),
    waivers: fc.option(
      waived.map(all => waivers(...all)),
      {nil: undefined},
    ),
    baseline: fc.option(
      fc.tuple(lines, fc.boolean()).map(([all, update]) => baseline(all, update)),
      {nil: undefined},
    ),
  })
  const holds = (says: (settled: Settled, all: readonly Result[], decision: Decision) => void): void => {
    fc.assert(
      fc.property(found, decisions, (all, decision) => {
        says(settle(all, decision, TODAY), all, decision)
      }),
      {numRuns: 400},
    )
  }

  it('keeps every result, in order', () => {
    holds(({results}, all) => {
      expect(results.map(({id, http}) => [id, http])).toEqual(all.map(({id, http}) => [id, http]))
    })
  })

  it('counts exactly what counts', () => {
    holds(({results, summary}) => {
      const scored = results.filter(each => each.scored !== false)
      expect(Object.values(summary).reduce((sum, each) => sum + each, 0)).toBe(scored.length)
    })
  })

  it('is 0 only if something was tested, and nothing new is wrong', () => {
    holds(({results, exitCode, facts}, _, {failOn}) => {
      if (exitCode !== 0 || failOn === 'never') return
      const scored = results.filter(each => each.scored !== false)
      expect(scored.some(({label}) => label !== 'not-applicable')).toBe(true)
      expect(scored.filter(({label, baseline: mark}) => label === 'fail' && mark !== 'known')).toEqual([])
      expect(scored.filter(({label}) => label === 'inconclusive' || label === 'error')).toEqual([])
      expect([...(facts.waivers?.expired ?? []), ...(facts.waivers?.stale ?? [])]).toEqual([])
      expect(facts.baseline?.stale ?? []).toEqual([])
    })
  })

  it('is 1 only for a reason that is told', () => {
    holds(({results, exitCode, facts}, _, {failOn}) => {
      if (exitCode !== 1) return
      const counts = results.filter(each => each.scored !== false && each.baseline !== 'known').map(({label}) => label)
      const reasons = [
        counts.includes('fail'),
        failOn === 'should' && counts.includes('warn'),
        failOn === 'inconclusive' &&
          (counts.includes('inconclusive') || counts.every(each => each === 'not-applicable')),
        (facts.waivers?.expired.length ?? 0) + (facts.waivers?.stale.length ?? 0) > 0,
        (facts.baseline?.stale.length ?? 0) > 0,
      ]
      expect(reasons).toContain(true)
    })
  })

  it('with --fail-on never is 0, unless masque failed', () => {
    holds(({results, exitCode}, _, {failOn}) => {
      if (failOn !== 'never') return
      const broken = results.some(({label, scored}) => label === 'error' && scored !== false)
      expect(exitCode).toBe(broken ? 70 : 0)
    })
  })

  it('is no softer with more asked', () => {
    holds((_, all, decision) => {
      const codes = (['must', 'should', 'inconclusive'] as const).map(
        failOn => settle(all, {...decision, failOn}, TODAY).exitCode,
      )
      if (codes[0] === 1) expect(codes).toEqual([1, 1, 1])
    })
  })

  it('tells each line of a baseline once: seen, stale or not seen', () => {
    holds(({results, facts, newLines}, _, {baseline: known}) => {
      if (!known) return
      const bad = new Set(
        results.filter(({label, scored}) => ['fail', 'warn'].includes(label) && scored !== false).map(keyOf),
      )
      const told = [...(facts.baseline?.stale ?? []), ...(facts.baseline?.unseen ?? []).map(each => each.split(':')[0])]
      const listed = (newLines ?? known.lines).map(keyOf)
      expect(told.every(key => !bad.has(key!))).toBe(true)
      expect([...told, ...listed.filter(key => bad.has(key))].sort()).toEqual([...listed].sort())
    })
  })

  it('finds nothing new in what was just written as known', () => {
    holds(({newLines, facts}, all, decision) => {
      if (!newLines) return
      expect(facts.baseline).toMatchObject({fresh: 0, stale: []})
      const again = settle(all, {...decision, baseline: baseline(newLines)}, TODAY)
      expect(again.facts.baseline).toMatchObject({fresh: 0, stale: []})
    })
  })

  it('is what the facts of a check may be', () => {
    const shape = checkFacts.pick({requirementSet: true, baseline: true, waivers: true})
    holds(({facts}) => {
      expect(shape.safeParse(facts).success).toBe(true)
    })
  })
})
