/** Saved facts under the judges of today: what changes, what stays, and what facts of another shape come to. */
import {beforeAll, describe, expect, it} from 'vitest'
import type {Result} from '../../src/lib/report/document.js'
import type {Catalogued} from '../../src/lib/spec/registry.js'
import {allRequirements} from '../../src/lib/spec/registry.js'
import {judgeAgain} from '../../src/lib/suite/judge-again.js'
import {result} from './settle/support.js'

const ID = 'rfc9297/3.4/should-send'
let catalogue: readonly Catalogued[]
beforeAll(async () => {
  catalogue = await allRequirements()
})

const LACKING = {status: 200, isSuccess: true, lines: []}

describe('a saved verdict', () => {
  it('that no facts were kept of stays, as does a flaky one and one of an unknown requirement', async () => {
    const cases: readonly [Result, unknown][] = [
      [result(ID, 'pass'), undefined],
      [result(ID, 'inconclusive', {flaky: true}), LACKING],
      [result('rfc9298/99/nothing', 'fail'), LACKING],
    ]
    for (const [before, kept] of cases) {
      expect(await judgeAgain({result: before, seen: kept}, catalogue)).toEqual({result: before, before: undefined})
    }
  })

  it('that is another today is told with what it was, and what hung on it is gone', async () => {
    const before = result(ID, 'fail', {
      level: 'must',
      because: 'an older masque',
      waived: {reason: 'r', until: '2030-01-01'},
    })
    const {result: now, before: told} = await judgeAgain({result: before, seen: LACKING}, catalogue)
    expect(now).toMatchObject({label: 'warn', level: 'should', expected: 'Capsule-Protocol: ?1 in the response'})
    expect(now.waived).toBeUndefined()
    expect(told).toBe(before)
    expect((await judgeAgain({result: now, seen: LACKING}, catalogue)).before).toBeUndefined()
  })

  it('that was none is no accusation today, as what is kept was seen once', async () => {
    for (const label of ['pass', 'inconclusive', 'not-applicable'] as const) {
      const {result: now, before} = await judgeAgain({result: result(ID, label), seen: LACKING}, catalogue)
      expect(now).toMatchObject({label: 'inconclusive', outcome: 'inconclusive'})
      expect(now.because).toContain('seen once: run the check again')
      expect(before?.label).toBe(label)
    }
  })

  it('whose facts have another shape is not decided, and says what to do', async () => {
    const before = result(ID, 'fail', {expected: 'a', actual: 'b', waived: {reason: 'r', until: '2030-01-01'}})
    for (const kept of [null, 'text', 7, [], {status: 200}]) {
      const {result: now, before: told} = await judgeAgain({result: before, seen: kept}, catalogue)
      expect(now).toMatchObject({id: ID, label: 'inconclusive', outcome: 'inconclusive', http: '3'})
      expect(now.because).toContain('run the check again')
      expect(Object.keys(now)).not.toEqual(expect.arrayContaining(['expected', 'actual', 'waived']))
      expect(told).toBe(before)
    }
  })
})
