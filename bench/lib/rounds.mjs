// Rounds in which every contender has its turn, so that whatever else the machine does meets all of them; ratios are
// made within a round, never across. Who goes first changes from round to round. The first round is thrown away.
import {spread} from './statistics.mjs'

/**
 * @typedef {object} Sample
 * @property {number} value
 * @property {Readonly<Record<string, number>>} [counts] added up over the rounds
 */

/**
 * @typedef {object} Result
 * @property {string} name
 * @property {import('./statistics.mjs').Spread} value
 * @property {import('./statistics.mjs').Spread} ratio to the first contender of the same round; 1 for itself
 * @property {readonly number[]} ratios round by round
 * @property {Readonly<Record<string, number>>} counts
 */

/**
 * @param {Readonly<Record<string, () => Promise<Sample>>>} contenders the first one is what the others are measured by
 * @param {number} rounds
 * @param {(round: number) => void} [onRound]
 * @returns {Promise<Result[]>}
 */
export async function compare(contenders, rounds, onRound) {
  const names = Object.keys(contenders)
  const taken = []
  for (let round = 0; round <= rounds; round++) {
    onRound?.(round)
    const samples = await turn(contenders, rotated(names, round))
    if (round > 0) taken.push(samples)
  }
  return names.map(name => result(name, names[0], taken))
}

async function turn(contenders, order) {
  const samples = {}
  for (const name of order) samples[name] = await contenders[name]()
  return samples
}

function rotated(names, round) {
  const first = round % names.length
  return [...names.slice(first), ...names.slice(0, first)]
}

function result(name, baseline, rounds) {
  const ratios = rounds.map(samples => samples[name].value / samples[baseline].value)
  return {
    name,
    value: spread(rounds.map(samples => samples[name].value)),
    ratio: spread(ratios),
    ratios,
    counts: total(rounds.map(samples => samples[name].counts ?? {})),
  }
}

function total(counts) {
  const sums = {}
  for (const [key, count] of counts.flatMap(Object.entries)) sums[key] = (sums[key] ?? 0) + count
  return sums
}
