// `npm run bench [-- NAME... --rounds N --json]`: what each bench measures is told in README.md.
import {parseArgs} from 'node:util'
import datagrams from './datagrams.mjs'
import handshakes from './handshakes.mjs'
import {print, printReport} from './lib/print.mjs'
import {compare} from './lib/rounds.mjs'
import {systemFacts} from './lib/system.mjs'
import {apart, together} from './round-trip.mjs'
import startup from './startup.mjs'
import {memory, openings, rate, roundTrip} from './tunnels.mjs'

/**
 * @typedef {object} Report
 * @property {string} name
 * @property {string} unit of the values; ratios have none
 * @property {import('./lib/goal.mjs').Goal} [goal]
 * @property {number} rounds without the first, which only warms up
 * @property {import('./lib/rounds.mjs').Result[]} results
 */

const BENCHES = [datagrams, handshakes, together, apart, startup, rate, roundTrip, openings, memory]
const NAMES = BENCHES.map(({name}) => name)
const DEFAULT_ROUNDS = 24

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {rounds: {type: 'string', default: String(DEFAULT_ROUNDS)}, json: {type: 'boolean', default: false}},
})
const rounds = Number(values.rounds)
const unknown = positionals.filter(name => !NAMES.includes(name))
const stop = new AbortController()

if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
  console.error(`usage: npm run bench [-- ${NAMES.join(' | ')} ... --rounds N --json]`)
  process.exitCode = 2
} else {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      process.exitCode = 130
      stop.abort()
    })
  }
  await main(BENCHES.filter(({name}) => positionals.length === 0 || positionals.includes(name)))
}

async function main(benches) {
  const system = systemFacts()
  const reports = []
  if (!values.json) for (const [key, value] of Object.entries(system)) print(`${key.padEnd(20)}${value}`)
  try {
    for (const bench of benches) {
      const report = await measure(bench)
      reports.push(report)
      if (!values.json) printReport(report)
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error
  }
  if (values.json) print(JSON.stringify({schema: 1, system, reports}, undefined, 2))
}

/** @returns {Promise<Report>} */
async function measure({name, unit, goal, prepare, run}) {
  await prepare?.()
  const onRound = round => process.stderr.isTTY && process.stderr.write(`\r${name} ${round}/${rounds} \r`)
  const results = await run(contenders => {
    return compare(contenders, rounds, round => {
      stop.signal.throwIfAborted()
      onRound(round)
    })
  }, stop.signal)
  return {name, unit, goal, rounds, results}
}
