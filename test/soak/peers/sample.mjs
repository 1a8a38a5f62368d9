// What a process holds, looked at after collections: the numbers an endurance experiment follows.
import {readdirSync, readFileSync} from 'node:fs'

/** @returns {Promise<import('../support/sample.js').Sample>} */
export async function sample() {
  // Finalizers of the addon's objects run in turns of their own, and what they let go is for the next collection.
  for (let round = 0; round < 3; round++) {
    globalThis.gc()
    await new Promise(resolve => setImmediate(resolve))
  }
  const {rss, heapUsed, external, arrayBuffers} = process.memoryUsage()
  return {
    rssBytes: rss,
    heapBytes: heapUsed,
    externalBytes: external + arrayBuffers,
    descriptors: readdirSync('/proc/self/fd').length,
    threads: Number(/^Threads:\s+(\d+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]),
    handles: process.getActiveResourcesInfo().length,
  }
}

/**
 * Runs as a peer: does what the parent asks, one thing after another, and answers each with a message.
 * @param {Readonly<Record<string, (question: any) => unknown>>} commands
 */
export function serveParent(commands) {
  let work = Promise.resolve()
  process.on('message', ({number, name, question}) => {
    work = work.then(async () => {
      try {
        process.send({number, answer: (await commands[name](question)) ?? null})
      } catch (error) {
        process.send({number, error: error instanceof Error ? (error.stack ?? error.message) : String(error)})
      }
    })
  })
  process.on('disconnect', () => process.exit())
}
