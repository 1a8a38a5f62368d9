/** One verdict of several: the weightiest, with all that is to be said of its weight. */
import {expect, it} from 'vitest'
import {concern, fail, inconclusive, notApplicable, observed, pass} from '../../src/lib/spec/verdict.js'
import {worstOf} from '../../src/lib/stimuli/combine.js'

const ALL = [notApplicable('n'), pass('p'), observed('o'), inconclusive('i'), concern('c'), fail('e', 'a', 'f')]

it('takes what weighs most', () => {
  const order = ['not-applicable', 'pass', 'observed', 'inconclusive', 'concern', 'fail']
  for (const [index, outcome] of order.entries()) expect(worstOf(ALL.slice(0, index + 1)).outcome).toBe(outcome)
})

it('says everything of that weight, and each once', () => {
  expect(worstOf([fail('e', 'a', 'f'), pass('p'), fail('e2', 'a2', 'f2'), fail('e', 'a', 'f')])).toEqual(
    fail('e', 'a; a2', 'f; f2'),
  )
  expect(worstOf([pass('p'), pass('p'), pass('q')])).toEqual(pass('p; q'))
})

it('decides nothing from nothing', () => {
  expect(worstOf([]).outcome).toBe('inconclusive')
})
