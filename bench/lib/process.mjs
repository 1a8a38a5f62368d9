// Child processes that take a line and answer with lines of JSON. Each is ended by closing its input and, if that does
// not help, by its handle; a parent that dies closes it too.
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {createInterface} from 'node:readline'

const PATIENCE_MS = 20_000
const FAREWELL_MS = 2000

class Child {
  #process
  #lines
  #exited

  /** @param {readonly string[]} command @param {AbortSignal} signal kills it */
  constructor(command, signal) {
    const [file, ...words] = command
    this.#process = spawn(file, words, {stdio: ['pipe', 'pipe', 'inherit'], signal})
    // A start that failed and an abort are error events; who waits for a line hears of both by the end of the output.
    this.#process.on('error', ignore)
    this.#process.stdin.on('error', ignore)
    this.#exited = new Promise(resolve => this.#process.once('close', resolve))
    this.#lines = createInterface({input: this.#process.stdout})[Symbol.asyncIterator]()
  }

  tell(...words) {
    this.#process.stdin.write(`${words.join(' ')}\n`)
  }

  /** @returns {Promise<any>} the next line */
  async hear() {
    const {value, done} = await within(PATIENCE_MS, this.#lines.next(), `no answer of ${this.#process.spawnfile}`)
    if (done) throw new Error(`${this.#process.spawnargs.join(' ')} ended before it answered`)
    return JSON.parse(value)
  }

  async end() {
    this.#process.stdin.end()
    await within(FAREWELL_MS, this.#exited, 'still there').catch(async () => {
      this.#process.kill('SIGKILL')
      await this.#exited
    })
  }
}

/**
 * Runs `use` with children that are gone when it is over.
 * @template T
 * @param {readonly (readonly string[])[]} commands
 * @param {AbortSignal} signal
 * @param {(...children: Child[]) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withChildren(commands, signal, use) {
  const children = commands.map(command => new Child(command, signal))
  try {
    return await use(...children)
  } finally {
    await Promise.all(children.map(child => child.end()))
  }
}

/** Runs a command to its end, its output unheard. @returns {Promise<number>} milliseconds it took */
export async function timed(command, signal) {
  const [file, ...words] = command
  const started = performance.now()
  const child = spawn(file, words, {stdio: ['ignore', 'ignore', 'inherit'], signal})
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}`)
  return performance.now() - started
}

const ignore = () => undefined

async function within(ms, promise, words) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(words))
    }, ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
