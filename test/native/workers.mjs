// Loads the addon in one worker after another; each is terminated, or ends by itself, with things of the engine open or
// closed as told. Says how many of the engine's threads are left after each, and ends by itself.
import {once} from 'node:events'
import {readdirSync, readFileSync} from 'node:fs'
import {Worker} from 'node:worker_threads'

const {rounds, ...workerData} = JSON.parse(process.argv[2])

function engineThreads() {
  const names = readdirSync('/proc/self/task').map(task => readFileSync(`/proc/self/task/${task}/comm`, 'utf8').trim())
  return names.filter(name => name.startsWith('masque-'))
}

for (let round = 0; round < rounds; round++) {
  const worker = new Worker(new URL('exercise.mjs', import.meta.url), {workerData})
  // Both may happen in the same turn.
  const exited = once(worker, 'exit')
  await once(worker, 'message')
  if (workerData.ending === 'left') await worker.terminate()
  await exited
  process.stdout.write(`${JSON.stringify({round, left: engineThreads()})}\n`)
}
