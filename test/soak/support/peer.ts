/** A process of an experiment: test/soak/peers, asked by messages. */
import {fork, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {fileURLToPath} from 'node:url'
import type {Sample} from './sample.js'

interface Reply {
  readonly number: number
  readonly answer?: unknown
  readonly error?: string
}

export class Peer implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, {resolve: (answer: unknown) => void; reject: (error: Error) => void}>()
  #number = 0
  #errors = ''

  constructor(readonly name: 'client' | 'proxy' | 'churn') {
    const file = fileURLToPath(new URL(`../peers/${name}.mjs`, import.meta.url))
    this.#child = fork(file, {execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'pipe', 'ipc']})
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#errors += text))
    this.#child.on('message', (reply: Reply) => {
      this.#onReply(reply)
    })
    this.#child.on('exit', (code, signal) => {
      const error = new Error(`the ${name} ended (${code ?? signal}): ${this.#errors}`)
      for (const {reject} of this.#waiting.values()) reject(error)
      this.#waiting.clear()
    })
  }

  ask<T = null>(name: string, question: object = {}): Promise<T> {
    const number = this.#number++
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, {resolve: answer => resolve(answer as T), reject})
      this.#child.send({number, name, question})
    })
  }

  sample(): Promise<Sample> {
    return this.ask('sample')
  }

  /** It does nothing any more, and reads nothing, until it is resumed. */
  pause(): void {
    this.#child.kill('SIGSTOP')
  }

  resume(): void {
    this.#child.kill('SIGCONT')
  }

  /** Ends it in the middle of things. */
  async leave(how: 'exit' | 'kill'): Promise<{code: number | null; signal: string | null; stderr: string}> {
    const exited = once(this.#child, 'exit')
    if (how === 'kill') this.#child.kill('SIGKILL')
    else void this.ask('exit').catch(() => undefined)
    const [code, signal] = (await exited) as [number | null, string | null]
    return {code, signal, stderr: this.#errors}
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exited = once(this.#child, 'exit')
    this.#child.disconnect()
    await exited
  }

  #onReply({number, answer, error}: Reply): void {
    const waiting = this.#waiting.get(number)
    this.#waiting.delete(number)
    if (error === undefined) waiting?.resolve(answer)
    else waiting?.reject(new Error(`${this.name}: ${error}`))
  }
}
