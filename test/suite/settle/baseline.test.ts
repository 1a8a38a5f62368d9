/** What is known, new, stale, and what says nothing; and the file it is kept in. */
import {describe, expect, it} from 'vitest'
import {formatBaseline, parseBaseline} from '../../../src/lib/suite/settle/baseline-text.js'
import {applyBaseline, keyOf, updatedBaseline, type BaselineLine} from '../../../src/lib/suite/settle/baseline.js'
import {line, result} from './support.js'

const marks = (results: Parameters<typeof applyBaseline>[0], lines: readonly BaselineLine[]) =>
  applyBaseline(results, lines).results.map(({baseline}) => baseline)

describe('against what is listed', () => {
  it.each([
    ['fail', [line('a')], ['known']],
    ['fail', [], ['new']],
    ['fail', [line('b')], ['new']],
    ['fail', [line('a', '2')], ['new']],
    ['fail', [line('a', '3', 'warn')], ['new']],
    ['warn', [line('a', '3', 'warn')], ['known']],
    ['warn', [line('a')], ['known']],
    ['pass', [line('a')], ['stale']],
    ['info', [line('a')], ['stale']],
    ['pass', [], [undefined]],
    ['inconclusive', [line('a')], [undefined]],
    ['not-applicable', [line('a')], [undefined]],
    ['error', [line('a')], [undefined]],
    ['waived', [], [undefined]],
  ] as const)('%s and %j: %j', (label, lines, expected) => {
    expect(marks([result('a', label)], lines)).toEqual(expected)
  })

  it('takes what passes at one address and fails at another for failing', () => {
    const both = [result('a', 'pass'), result('a', 'fail')]
    expect(marks(both, [line('a')])).toEqual([undefined, 'known'])
    expect(applyBaseline(both, [line('a')])).toMatchObject({stale: [], unseen: []})
  })

  it('never takes a pass that was not seen each time for mended', () => {
    const {stale, unseen} = applyBaseline([result('a', 'pass', {flaky: true})], [line('a')])
    expect(stale).toEqual([])
    expect(unseen.map(({why}) => why)).toEqual(['not the same each time'])
  })

  it('names each line that this run says nothing of, and why', () => {
    const lines = ['gone', 'open', 'absent', 'broken', 'young', 'there'].map(id => line(id))
    const results = [
      result('open', 'inconclusive'),
      result('absent', 'not-applicable'),
      result('broken', 'error'),
      result('young', 'pass', {scored: false}),
      result('there', 'fail'),
    ]
    const {unseen, stale} = applyBaseline(results, lines)
    expect(stale).toEqual([])
    expect(unseen.map(({line: {id}, why}) => [id, why])).toEqual([
      ['gone', 'not looked at'],
      ['open', 'inconclusive'],
      ['absent', 'not applicable here'],
      ['broken', 'error'],
      ['young', 'not in the set of requirements that counts'],
    ])
  })

  it('leaves alone what does not count', () => {
    expect(marks([result('a', 'fail', {scored: false})], [line('a')])).toEqual([undefined])
  })
})

describe('the file', () => {
  const text = `# ours
# for nightly runs

# issue 12
rfc9298/3.1/df-bit 3 fail
rfc9298/5/unknown-context 1.1 warn # seen in May
x - fail
# the end
`

  it('is written as it was read', () => {
    const parsed = parseBaseline(text)
    expect(parsed.problems).toEqual([])
    expect(parsed.lines.map(({id, http, label}) => [id, http, label])).toEqual([
      ['rfc9298/3.1/df-bit', '3', 'fail'],
      ['rfc9298/5/unknown-context', '1.1', 'warn'],
      ['x', '-', 'fail'],
    ])
    expect(formatBaseline(parsed)).toBe(text)
    expect(parsed.places.get('x -')).toBe(7)
  })

  it('begins with what it is', () => {
    const fresh = formatBaseline({header: [], lines: [line('a')], footer: []})
    expect(fresh).toMatch(/^# What masque check is known to find.*\n#.*\n\na 3 fail\n$/)
    expect(parseBaseline(fresh).lines).toEqual([line('a')])
  })

  it.each([
    ['a 3', "'a 3' is not an id, a version of HTTP and a label"],
    ['a 3 fail more', "'a 3 fail more' is not an id, a version of HTTP and a label"],
    ['a h3 fail', "'h3' is no version of HTTP: 3, 2 or 1.1"],
    ['a 3 pass', "'pass' cannot be known: only fail and warn are listed"],
    ['a 3 inconclusive', "'inconclusive' cannot be known: only fail and warn are listed"],
    ['b 3 fail\r\nb 3 warn', 'b 3 is listed in line 2 already'],
  ])('%j is told with its line', (wrong, problem) => {
    const {problems} = parseBaseline(`# x\n${wrong}\n`)
    expect(problems.map(each => each.problem)).toEqual([problem])
    expect(problems[0]?.line).toBe(wrong.includes('\n') ? 3 : 2)
    expect(problems[0]?.next).not.toBe('')
  })
})

describe('an update', () => {
  it('lists what is bad, keeps what was not decided, drops what is good or waived, sorted', () => {
    const old = [line('z'), line('open'), line('mended'), line('waived'), line('worse', '3', 'warn')]
    const results = [
      result('worse', 'fail'),
      result('new', 'warn', {http: '1.1'}),
      result('new', 'fail', {http: '2'}),
      result('open', 'inconclusive'),
      result('mended', 'pass'),
      result('waived', 'waived'),
      result('young', 'fail', {scored: false}),
      result('ours', 'error'),
    ]
    expect(updatedBaseline(results, old).map(one => `${keyOf(one)} ${one.label}`)).toEqual([
      'new 1.1 warn',
      'new 2 fail',
      'open 3 fail',
      'worse 3 fail',
      'z 3 fail',
    ])
  })

  it('takes the worst of several addresses, and keeps comments', () => {
    const old = [{...line('a'), comments: ['# issue 12'], note: '# May'}]
    const results = [result('a', 'fail'), result('a', 'warn')]
    expect(updatedBaseline(results, old)).toEqual(old)
    expect(updatedBaseline([...results].reverse(), old)).toEqual(old)
  })
})
