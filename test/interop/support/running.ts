/** A process of a test: waited for by what it prints, ended by its handle, and gone when the test is over. */
import {spawn, type ChildProcess} from 'node:child_process'
import {repository} from './repository.js'

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  /** After this it is killed: the runner's own limit ends a test, but no process. */
  readonly limitMs?: number
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
  readonly tookMs: number
}

const LIMIT_MS = 55_000
/** For what serves many tests. */
export const SERVER_LIMIT_MS = 600_000
/** For an orderly end. */
const PATIENCE_MS = 3000

export class Running implements AsyncDisposable {
  /** When it and all that holds its output are gone. */
  readonly ended: Promise<Ended>
  readonly #child: ChildProcess
  #stdout = ''
  #stderr = ''
  #onOutput: (() => void) | undefined

  constructor(command: string, args: readonly string[], {env = {}, limitMs = LIMIT_MS}: RunOptions = {}) {
    const began = performance.now()
    const child = spawn(command, args, {
      cwd: repository,
      env: {...withoutOurs(process.env), ...env},
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limitMs,
      killSignal: 'SIGKILL',
    })
    this.#child = child
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text
      this.#onOutput?.()
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text
      this.#onOutput?.()
    })
    this.ended = new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) => {
        resolve({code, signal, stdout: this.#stdout, stderr: this.#stderr, tookMs: performance.now() - began})
      })
    })
    // Whoever needs to know awaits it; nobody else is to die of it.
    this.ended.catch(() => undefined)
  }

  get stdout(): string {
    return this.#stdout
  }

  get stderr(): string {
    return this.#stderr
  }

  /** Resolves when it has printed this. @throws Error with all that it said, if it ends before */
  async printed(pattern: RegExp, from: 'stdout' | 'stderr' = 'stdout'): Promise<RegExpExecArray> {
    const found = new Promise<RegExpExecArray>(resolve => {
      this.#onOutput = () => {
        const match = pattern.exec(this[from])
        if (match) resolve(match)
      }
      this.#onOutput()
    })
    const match = await Promise.race([found, this.ended])
    this.#onOutput = undefined
    if (Array.isArray(match)) return match
    const how = match.signal ?? `exit code ${match.code}`
    throw new Error(`${this.#child.spawnargs.join(' ')}\nended (${how}) before it printed ${pattern}:\n${match.stderr}`)
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.#child.kill(signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
      await this.ended
      return
    }
    this.kill()
    const timer = setTimeout(() => {
      this.kill('SIGKILL')
    }, PATIENCE_MS)
    await this.ended.catch(() => undefined)
    clearTimeout(timer)
  }
}

/** Every flag of ours can be set by a variable: what the developer has set must not decide about tests. */
function withoutOurs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = (name: string): boolean => name.startsWith('MASQUE_') || name === 'SSLKEYLOGFILE'
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours(name)))
}
