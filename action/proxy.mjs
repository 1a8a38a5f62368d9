// A proxy that the step starts: waited for until it answers, and stopped with everything it started.
import {spawn} from 'node:child_process'
import {closeSync, openSync, readFileSync} from 'node:fs'
import {setTimeout as sleep} from 'node:timers/promises'

const PAUSE_MS = 250
const PATIENCE_MS = 5000
const TAIL_LINES = 20

/** What is said of a proxy that never was there. */
export class NotReady extends Error {
  name = 'NotReady'
}

/** @param log file for what it prints */
export function startProxy([program, ...words], {cwd, log}) {
  const file = openSync(log, 'w')
  // A group of its own: what it starts is stopped with it.
  const child = spawn(program, words, {cwd, detached: true, stdio: ['ignore', file, file]})
  closeSync(file)
  let end
  const ended = new Promise(resolve => {
    const tell = how => {
      end ??= how
      resolve()
    }
    child.once('error', error => tell(`could not be started: ${error.message}`))
    child.once('exit', (code, signal) => tell(`ended with ${signal ?? code}`))
  })
  return {
    /** undefined: it runs. */
    end: () => end,
    tail: () => readFileSync(log, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n'),
    async stop() {
      if (child.pid === undefined) return
      signalGroup(child.pid, 'SIGTERM')
      await Promise.race([ended, sleep(PATIENCE_MS, undefined, {ref: false})])
      signalGroup(child.pid, 'SIGKILL')
      await ended
    },
  }
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/**
 * @param look which versions of HTTP answer now
 * @param wanted all of these must; none: whatever answers twice in a row
 */
export async function waitUntilReady(proxy, look, wanted, timeoutMs) {
  const until = Date.now() + timeoutMs
  let before = ''
  for (;;) {
    if (proxy.end() !== undefined) throw new NotReady(`the proxy ${proxy.end()} before it answered:\n${proxy.tail()}`)
    const answering = await look()
    const seen = answering.join(' ')
    const isReady = wanted.length > 0 ? wanted.every(each => answering.includes(each)) : seen !== '' && seen === before
    if (isReady) return
    if (Date.now() > until)
      throw new NotReady(`the proxy did not answer within ${timeoutMs / 1000} s:\n${proxy.tail()}`)
    before = seen
    await sleep(PAUSE_MS)
  }
}

/** Those versions over which something came back, of a result of `probe udp`. */
export function answeringVersions({roads = []}) {
  const answered = ({attempts = []}) =>
    attempts.some(({phase, outcome}) => ['udp', 'tcp', 'quic'].includes(phase) && outcome === 'ok')
  return [...new Set(roads.filter(answered).map(({http}) => http))]
}
