/**
 * The whole suite against an honest proxy on wires that lose, double, delay and reorder, with many seeds: whatever is
 * not decided there, nobody is accused. Twenty runs with the unit tests, a thousand with `npm run soak`.
 */
import {expect, it} from 'vitest'
import {labelled, PATIENCE_MS, wholeSuite} from '../requirements/support/whole-suite.js'
import type {Wire} from '../requirements/support/world.js'
import {full} from './support/scale.js'

const WIRES: readonly (readonly [string, Wire])[] = [
  ['that loses 30 %', {loss: 0.3}],
  ['that doubles and reorders, and loses 10 %', {loss: 0.1, duplication: 0.3, reordering: 0.3, jitterMs: 20}],
  ['that takes 300 ms and loses 30 %', {loss: 0.3, delayMs: 300, jitterMs: 50}],
  ['that does all of it', {loss: 0.3, duplication: 0.2, reordering: 0.2, delayMs: 100, jitterMs: 50}],
]
/** On each wire. */
const SEEDS = Number(process.env['MASQUE_SEEDS'] ?? (full ? 250 : 5))
const runs = Array.from({length: SEEDS}, (_, index) =>
  WIRES.map(([name, wire]) => [index + 1, name, wire] as const),
).flat()

it.each(runs)('accuses nobody with seed %i on a wire %s', {timeout: PATIENCE_MS}, async (seed, _, wire) => {
  const {results} = await wholeSuite({seed, wire})
  expect(labelled(results, 'fail', 'warn', 'error')).toEqual([])
  // Who decides nothing accuses nobody, either.
  const undecided = labelled(results, 'inconclusive')
  expect(undecided.length, undecided.join('\n')).toBeLessThan(results.length / 10)
})
