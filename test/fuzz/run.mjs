// npm run fuzz -- [--seconds 120] [--seed N] [--keep] [NAME…]: mutates inputs of decoders and looks for one that breaks a
// promise, hangs or makes memory grow. `--keep` adds what reached something new to fixtures/corpus. `--list` names them.
import {mkdirSync, writeFileSync} from 'node:fs'
import {parseArgs} from 'node:util'
import {writeCorpus} from './engine/corpus.mjs'
import * as rust from './engine/rust.mjs'
import * as typescript from './engine/typescript.mjs'

const FOUND = 'test-results/fuzz'
const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    seconds: {type: 'string', default: '120'},
    seed: {type: 'string', default: String(process.pid)},
    keep: {type: 'boolean', default: false},
    list: {type: 'boolean', default: false},
  },
})
const all = [...typescript.names, ...rust.names]

if (values.list) say(all.join('\n'))
else await main(positionals.length > 0 ? positionals : all)

function say(text) {
  process.stdout.write(`${text}\n`)
}

async function main(names) {
  const unknown = names.filter(name => !all.includes(name))
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}; see --list`)
  const options = {seconds: Number(values.seconds), seed: Number(values.seed)}
  for (const name of names) await one(name, options)
}

async function one(name, options) {
  const fuzzer = rust.names.includes(name) ? rust : typescript
  const {executions, coverage, corpus, finding} = await fuzzer.fuzz(name, options)
  const rate = Math.round(executions / options.seconds)
  say(`${name}: ${executions} executions (${rate}/s), ${coverage} places, ${corpus.length} inputs in the corpus`)
  if (executions === 0) tellNothingTried(name, finding)
  else if (finding) tell(name, finding, options)
  else if (values.keep) writeCorpus(name, corpus)
}

/** Nothing is known then, which must not look like a run that found nothing. */
function tellNothingTried(name, finding) {
  process.exitCode = 1
  const why = finding ? `\n${finding.error}` : ''
  say(`${name}: FAILED, not one input was tried. Was dist rebuilt meanwhile, or does native/fuzz not build?${why}`)
}

function tell(name, {input, error}, {seed}) {
  process.exitCode = 1
  const hex = Buffer.from(input).toString('hex')
  mkdirSync(FOUND, {recursive: true})
  writeFileSync(`${FOUND}/${name}.hex`, `${hex}\n`)
  say(`${name}: FOUND with seed ${seed}, ${input.length} octets in ${FOUND}/${name}.hex\n${error}`)
}
