// Mutates inputs of one decoder until time is up or one is a finding. A thread, so that one that never returns can be
// ended; the input under way is in shared memory, where it is then found.
import {register} from 'node:module'
import {parentPort, workerData} from 'node:worker_threads'
import {setFlagsFromString} from 'node:v8'
import {runInNewContext} from 'node:vm'

/** Far longer than anything of 128 KiB should take, on a slow machine too. */
const SLOW_MS = 2000
/** Between looks at the time. */
const ROUND = 64
const LOOKS = 20

const {name, seconds, seed, corpus: known, shared} = workerData
register('./instrument.mjs', import.meta.url)
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
// Errors are what decoders answer with, and looking where each came from takes longer than all the rest.
Error.stackTraceLimit = 0

const {DECODERS} = await import('../decoders/index.mjs')
const {seeded} = await import('../../../dist/lib/spec/random.js')
const {mutate} = await import('./mutate.mjs')
const {Coverage} = await import('./coverage.mjs')

const decoder = DECODERS.find(candidate => candidate.name === name)
const random = seeded(seed)
const coverage = new Coverage()
const view = {length: new Int32Array(shared, 0, 2), bytes: new Uint8Array(shared, 8)}
const corpus = []
const heap = []
let executions = 0

/** A finding, or undefined. */
async function attempt(input) {
  view.bytes.set(input)
  view.length[0] = input.length
  Atomics.add(view.length, 1, 1)
  executions++
  const began = performance.now()
  try {
    const work = decoder.check(input)
    if (work) await work
  } catch (error) {
    return {input, error: await retold(input, error)}
  }
  const tookMs = performance.now() - began
  if (coverage.isNew()) corpus.push(input)
  return tookMs < SLOW_MS ? undefined : {input, error: `it took ${tookMs.toFixed(0)} ms`, slow: true}
}

/** The same again, with the place it came from. */
async function retold(input, first) {
  Error.stackTraceLimit = 10
  try {
    await decoder.check(input)
    return `only the first time: ${first}`
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}

async function run() {
  for (const input of known) {
    const finding = await attempt(input)
    if (finding) return finding
  }
  if (corpus.length === 0) corpus.push(new Uint8Array(0))
  const started = performance.now()
  const until = started + seconds * 1000
  for (let look = 1; performance.now() < until;) {
    for (let left = ROUND; left > 0; left--) {
      const input = mutate(corpus[random.integer(corpus.length)], corpus, random)
      const finding = await attempt(input)
      if (!finding) continue
      // Once may be another process's fault.
      if (finding.slow && !(await attempt(input))) continue
      return finding
    }
    if (performance.now() < started + (look * seconds * 1000) / LOOKS) continue
    look++
    collect()
    heap.push({
      executions,
      heapBytes: process.memoryUsage().heapUsed,
      corpusBytes: corpus.reduce((sum, {length}) => sum + length, 0),
    })
  }
  return undefined
}

const finding = await run()
parentPort.postMessage({executions, coverage: coverage.size, corpus, heap, finding})
