/** Two runs held against each other: what is proven to be worse, what is only not known any more, and what is neither. */
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {diffRuns} from '../../src/lib/report/diff/diff.js'
import {diffDocument, type DiffDocument} from '../../src/lib/report/diff/document.js'
import {diffMarkdown} from '../../src/lib/report/diff/markdown.js'
import {diffLines} from '../../src/lib/report/diff/table.js'
import type {Preflight} from '../../src/lib/report/check-facts.js'
import type {Result, ResultDocument, Road} from '../../src/lib/report/document.js'
import {LABELS, type Label} from '../../src/lib/spec/verdict.js'
import {makeStyle} from '../../src/lib/style/style.js'
import {result} from '../suite/settle/support.js'

const TOOL = {name: 'masque', version: '0.1.0', engine: null, node: '20.20.2', platform: 'linux-x64'} as const

function run(results: readonly Result[], more: Partial<ResultDocument> = {}): ResultDocument {
  return {
    schema: 1,
    tool: TOOL,
    command: 'check',
    seed: 1,
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    proxy: {template: 'https://proxy.example/', authority: 'proxy.example', addresses: []},
    roads: [],
    facts: {},
    results: [...results],
    summary: {},
    verdict: 'met',
    exitCode: 0,
    warnings: [],
    ...more,
  }
}

function diff(before: ResultDocument, after: ResultDocument): DiffDocument {
  const document = diffRuns({file: 'a', document: before}, {file: 'b', document: after}, TOOL)
  expect(diffDocument.safeParse(document).success).toBe(true)
  return document
}

const changeOf = (before: readonly Result[], after: readonly Result[]) =>
  diff(run(before), run(after)).results.map(({change}) => change)

describe('a result', () => {
  it.each([
    ['pass', 'fail', 'worse'],
    ['pass', 'warn', 'worse'],
    ['warn', 'fail', 'worse'],
    ['info', 'fail', 'worse'],
    ['inconclusive', 'fail', 'worse'],
    ['not-applicable', 'fail', 'worse'],
    ['error', 'fail', 'worse'],
    ['waived', 'fail', 'worse'],
    ['fail', 'pass', 'better'],
    ['fail', 'warn', 'better'],
    ['warn', 'not-applicable', 'better'],
    ['waived', 'pass', 'better'],
    ['fail', 'waived', 'changed'],
    ['pass', 'waived', 'changed'],
    ['pass', 'not-applicable', 'changed'],
    ['pass', 'info', 'changed'],
    ['inconclusive', 'pass', 'changed'],
    ['inconclusive', 'error', 'changed'],
    ['pass', 'inconclusive', 'undecided'],
    ['fail', 'inconclusive', 'undecided'],
    ['pass', 'error', 'undecided'],
  ] as const)('%s, then %s: %s', (before, after, expected) => {
    expect(changeOf([result('a', before)], [result('a', after)])).toEqual([expected])
  })

  it('in one run only is told, and is no worse', () => {
    const {results, outcome} = diff(run([result('a', 'pass')]), run([result('a', 'pass'), result('b', 'fail')]))
    expect(results.map(({id, change, before}) => [id, change, before])).toEqual([['b', 'added', null]])
    expect(outcome).toBe('no-worse')
    expect(changeOf([result('a', 'pass'), result('b', 'fail')], [result('a', 'pass')])).toEqual(['removed'])
  })

  it('is one of its version', () => {
    const over2 = result('a', 'fail', {http: '2'})
    expect(changeOf([result('a', 'fail'), over2], [over2, result('a', 'fail')])).toEqual([])
    expect(changeOf([result('a', 'fail')], [over2])).toEqual(['removed', 'added'])
  })

  it('fails for another reason only if more than numbers differ', () => {
    const of = (label: Label, because: string): Result => result('a', label, {because})
    expect(changeOf([of('fail', 'port 1, 3.5 ms')], [of('fail', 'port 22, 17 ms')])).toEqual([])
    expect(changeOf([of('fail', 'a reset')], [of('fail', 'silence')])).toEqual(['reason'])
    expect(changeOf([of('pass', 'a reset')], [of('pass', 'a 400')])).toEqual([])
  })

  it('that does not count makes nothing worse', () => {
    const {results, outcome} = diff(run([result('a', 'pass')]), run([result('a', 'fail', {scored: false})]))
    expect(results[0]).toMatchObject({change: 'changed', after: {scored: false}})
    expect(outcome).toBe('no-worse')
  })

  it('of several addresses is the worst of them', () => {
    const both = [result('a', 'pass'), result('a', 'fail')]
    expect(changeOf([result('a', 'pass')], both)).toEqual(['worse'])
    expect(changeOf(both, [...both].reverse())).toEqual([])
  })
})

describe('the outcome', () => {
  it.each([
    [[result('a', 'pass')], [result('a', 'pass')], 'no-worse', 0],
    [[result('a', 'fail')], [result('a', 'fail')], 'no-worse', 0],
    [[result('a', 'pass')], [result('a', 'fail')], 'worse', 1],
    [[result('a', 'pass'), result('b', 'pass')], [result('a', 'fail'), result('b', 'inconclusive')], 'worse', 1],
    [[result('a', 'pass')], [result('a', 'inconclusive')], 'undecided', 3],
    [[result('a', 'pass')], [result('b', 'pass')], 'undecided', 3],
    [[result('a', 'pass')], [], 'undecided', 3],
    [[], [], 'undecided', 3],
  ] as const)('%#: %s %s', (before, after, outcome, exitCode) => {
    expect(diff(run(before), run(after))).toMatchObject({outcome, exitCode})
  })

  it('of an interrupted run is not that all is well', () => {
    const same = [result('a', 'pass')]
    expect(diff(run(same), run(same, {verdict: 'interrupted'})).outcome).toBe('undecided')
    expect(diff(run(same), run([result('a', 'fail')], {verdict: 'interrupted'})).outcome).toBe('worse')
  })

  it('of a run against itself is nothing, whatever it found', () => {
    const results = fc.array(
      fc
        .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...LABELS), fc.string())
        .map(([id, label, because]) => result(id, label, {because})),
    )
    fc.assert(
      fc.property(results, all => {
        const {results: changed, ways, surroundings} = diff(run(all), run(all))
        expect([changed, ways, surroundings]).toEqual([[], [], []])
      }),
    )
  })
})

const road = (viability: Road['viability'], http: Road['http'] = '3'): Road => ({
  http,
  address: '192.0.2.1:443',
  viability,
  offered: 'yes',
  blame: null,
  attempts: [],
})

describe('ways to a proxy', () => {
  it.each([
    ['carries-both-ways', 'accepted', 'worse', 1],
    ['accepted', 'carries-both-ways', 'better', 0],
    ['carries-up', 'carries-down', 'changed', 0],
    ['carries-both-ways', 'unreachable', 'undecided', 3],
    ['unreachable', 'refused', 'changed', 0],
  ] as const)('%s, then %s: %s', (before, after, change, exitCode) => {
    const {ways, ...rest} = diff(run([], {roads: [road(before)]}), run([], {roads: [road(after)]}))
    expect(ways).toEqual([{change, http: '3', what: 'road', before, after}])
    expect(rest.exitCode).toBe(exitCode)
  })

  it('are as many as there are', () => {
    const one = run([], {roads: [road('refused'), road('accepted')]})
    const other = run([], {roads: [road('refused')]})
    expect(diff(one, other).ways.map(({change}) => change)).toEqual(['removed'])
    expect(diff(one, run([], {roads: [road('refused', '2')]})).outcome).toBe('undecided')
  })

  it('are what a check found before it began', () => {
    const preflight = (more: Partial<Preflight>): ResultDocument =>
      run([result('a', 'pass')], {
        facts: {
          kind: 'check',
          preflight: [{http: '3', state: 'offered', udp: 'carries', ip: 'carries', detail: '', ...more}],
        },
      })
    const {ways, outcome} = diff(preflight({}), preflight({udp: 'refused', ip: 'unknown'}))
    expect(ways.map(({what, change}) => [what, change])).toEqual([
      ['udp', 'worse'],
      ['ip', 'undecided'],
    ])
    expect(outcome).toBe('worse')
    expect(diff(preflight({}), preflight({state: 'not-offered'})).outcome).toBe('worse')
  })
})

it('names what else differs', () => {
  const after = run([], {tool: {...TOOL, version: '0.2.0'}, facts: {requirementSet: '2026.1'}})
  expect(diff(run([]), after).surroundings).toEqual([
    {what: 'masque', before: '0.1.0', after: '0.2.0'},
    {what: 'requirements', before: 'all', after: '2026.1'},
  ])
})

describe('what is told', () => {
  const style = makeStyle({isTerminal: false, env: {LANG: 'C.UTF-8'}, noColor: true})
  const hostile = 'was \u001b[31m<b>`x`</b> | [a](https://www.evil.example) | \n## @all'
  const document = diff(
    run([result('a', 'pass'), result('b', 'fail'), result('c', 'fail')]),
    run([result('a', 'fail', {because: hostile}), result('b', 'pass'), result('d', 'pass')]),
  )

  it('is what matters first, at most as wide as the terminal', () => {
    const lines = diffLines(document, {columns: 60, style})
    const order = ['Worse', '  ✗ a over HTTP/3: pass -> fail', 'Better', 'Worse: 1 change.']
    expect(order.map(line => lines.indexOf(line)).every((at, index, all) => at > (all[index - 1] ?? 0))).toBe(true)
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(60)
    expect(lines.join('\n')).not.toContain('\u001b')
  })

  it('is text in Markdown, whatever a peer wrote', () => {
    const text = diffMarkdown(document)
    expect(text).toContain('### Worse (1)')
    expect(text).not.toMatch(/<b>|`|\]\(|https:|www\.|@|\n## /)
    const rows = text.split('\n').filter(line => line.startsWith('|'))
    expect(rows.every(row => [4, 5].includes(row.split('|').length))).toBe(true)
  })
})
