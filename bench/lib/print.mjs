// Results for people.
import Table from 'cli-table3'
import {met} from './goal.mjs'

const NO_LINES = {top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', mid: ''}
const chars = {...NO_LINES, 'bottom-left': '', 'bottom-right': '', 'left-mid': '', 'mid-mid': '', 'right-mid': ''}

/** @param {string} text */
export function print(text) {
  process.stdout.write(`${text}\n`)
}

/** @param {import('../run.mjs').Report} report */
export function printReport({name, unit, goal, results, rounds}) {
  print(`\n${name}: ${rounds} rounds, ratios to "${results[0].name}"${goal ? `; goal ${goalText(goal)}` : ''}`)
  const table = new Table({
    head: ['', unit, 'ratio', 'quartiles', 'min', 'max', ''],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
    chars: {...chars, left: '', right: '', middle: ' '},
    style: {head: [], border: []},
  })
  for (const [index, {name, value, ratio}] of results.entries()) {
    if (index === 0) {
      table.push([name, value.median.toFixed(1), '1', '', '', '', ''])
      continue
    }
    const [median, lower, upper, min, max] = ['median', 'lower', 'upper', 'min', 'max'].map(key =>
      ratio[key].toFixed(2),
    )
    table.push([
      name,
      value.median.toFixed(1),
      median,
      `${lower}-${upper}`,
      min,
      max,
      verdict(goal, name, ratio.median),
    ])
  }
  print(table.toString())
  for (const {name, counts} of results) printCounts(name, counts)
}

function printCounts(name, counts) {
  const lines = Object.entries(counts).map(([key, count]) => `    ${String(count).padStart(12)}  ${key}`)
  if (lines.length > 0) print([`  ${name}, all rounds:`, ...lines].join('\n'))
}

function goalText({atLeast, atMost}) {
  return atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`
}

function verdict(goal, name, ratio) {
  const answer = met(goal, name, ratio)
  return answer === undefined ? '' : answer ? 'met' : 'NOT met'
}
