// Fuzzes one decoder of src/lib in a thread of its own.
import {Worker} from 'node:worker_threads'
import {DECODERS} from '../decoders/index.mjs'
import {readCorpus} from './corpus.mjs'

const LARGEST = 256 * 1024
/** A single input that takes longer hangs. */
const HANG_MS = 10_000
/** Decoders keep nothing: what the heap gains in a run is the fuzzer's own bookkeeping. */
const GROWTH_BYTES = 32 << 20

export const names = DECODERS.map(({name}) => name)

/**
 * @param {string} name
 * @param {{seconds: number, seed: number}} options
 * @returns {Promise<{executions: number, coverage: number, corpus: Uint8Array[], finding?: {input: Uint8Array, error: string}}>}
 */
export async function fuzz(name, {seconds, seed}) {
  const {seeds} = DECODERS.find(decoder => decoder.name === name)
  const corpus = [...seeds.map(hex => new Uint8Array(Buffer.from(hex, 'hex'))), ...readCorpus(name)]
  const shared = new SharedArrayBuffer(8 + LARGEST)
  const workerData = {name, seconds, seed, corpus, shared}
  const resourceLimits = {maxOldGenerationSizeMb: 512}
  const worker = new Worker(new URL('worker.mjs', import.meta.url), {workerData, resourceLimits})
  const watch = watching(worker, shared)
  try {
    return judged(await outcome(worker, shared, watch.hung))
  } finally {
    watch.stop()
    await worker.terminate()
  }
}

function outcome(worker, shared, hung) {
  return new Promise(resolve => {
    const failed = error => {
      const executions = tried(shared)
      resolve({executions, coverage: 0, corpus: [], heap: [], finding: {input: underway(shared), error}})
    }
    worker.once('message', resolve)
    worker.once('error', error => failed(`the thread ended: ${error.stack ?? error.message}`))
    void hung.then(() => failed(`it did not return within ${HANG_MS} ms`))
  })
}

/** Looks whether inputs go by. */
function watching(worker, shared) {
  let last = {count: 0, at: performance.now()}
  let tell
  const hung = new Promise(resolve => (tell = resolve))
  const timer = setInterval(() => {
    const count = tried(shared)
    if (count !== last.count) last = {count, at: performance.now()}
    else if (count > 0 && performance.now() - last.at > HANG_MS) tell()
  }, 500)
  return {hung, stop: () => clearInterval(timer)}
}

function tried(shared) {
  return Atomics.load(new Int32Array(shared, 0, 2), 1)
}

function underway(shared) {
  const [length] = new Int32Array(shared, 0, 1)
  return Uint8Array.from(new Uint8Array(shared, 8, length))
}

function judged(result) {
  const {finding, heap} = result
  if (finding || heap.length < 4) return result
  const middle = heap[heap.length >> 1]
  const last = heap.at(-1)
  const grown = last.heapBytes - middle.heapBytes - 10 * (last.corpusBytes - middle.corpusBytes)
  if (grown < GROWTH_BYTES) return result
  return {...result, finding: {input: new Uint8Array(0), error: `the heap grew by ${grown} octets in the second half`}}
}
