/**
 * The direct way to the responder, past the proxy: a control that it lives, and the way a report comes back when
 * nothing comes back through the tunnel.
 */
import {familyOf, format, parse} from '../net/address.js'
import {NetError, type Net, type UdpSocket} from '../net/net.js'
import type {Answer, Asker, Report, Welcome} from '../responder/asker.js'
import {WireError} from '../wire/error.js'
import type {Target} from '../tunnel/target.js'
import {deadline, sleep, TimeoutError, unlessAborted, type Clock} from '../spec/clock.js'

const RETRY_MS = [0, 200, 500, 1000, 2000]

export class DirectChannel implements AsyncDisposable {
  readonly #socket: UdpSocket | undefined
  readonly #waiting = new Set<(answer: Answer) => void>()
  /** Questions end with the channel. */
  readonly #closed = new AbortController()

  /** To the responder's first address; a name we cannot resolve, like a socket we cannot have, is a way that is not there. */
  static async open(
    net: Net,
    clock: Clock,
    asker: Asker,
    {host, port}: Target,
    signal: AbortSignal,
  ): Promise<DirectChannel> {
    const found = await net.lookup(host, signal).catch(() => undefined)
    const ip = found && 'addresses' in found ? found.addresses[0] : undefined
    return new DirectChannel(net, clock, asker, ip === undefined ? undefined : format(ip, port))
  }

  private constructor(
    net: Net,
    private readonly clock: Clock,
    private readonly asker: Asker,
    responder: string | undefined,
  ) {
    if (responder === undefined) return
    const ip = parse(responder)?.ip ?? ''
    const local = familyOf(ip) === 6 ? '[::]:0' : '0.0.0.0:0'
    try {
      this.#socket = net.udp(
        {local, remote: responder},
        {
          onPacket: ({bytes, start, end}) => {
            this.#receive(bytes.slice(start, end))
          },
        },
      )
    } catch (error) {
      if (!(error instanceof NetError)) throw error
    }
  }

  /** undefined: no answer within the time, so nothing can be learnt this way. */
  hello(timeoutMs: number, signal: AbortSignal): Promise<Welcome | undefined> {
    return this.#ask(
      () => this.asker.hello(),
      answer => (answer.kind === 'welcome' ? answer.welcome : undefined),
      timeoutMs,
      signal,
    )
  }

  /** @param since the first record wanted: more may be there than fit one answer */
  report(timeoutMs: number, signal: AbortSignal, since = 0): Promise<Report | undefined> {
    return this.#ask(
      () => this.asker.report(since),
      answer => (answer.kind === 'report' ? answer.report : undefined),
      timeoutMs,
      signal,
    )
  }

  /** So that the responder need not remember us. Nobody waits for an answer. */
  bye(): void {
    this.#socket?.send(this.asker.bye())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort(new Error('closed'))
    await this.#socket?.[Symbol.asyncDispose]()
  }

  async #ask<T>(
    question: () => Uint8Array,
    pick: (answer: Answer) => T | undefined,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    if (!this.#socket) return undefined
    using limit = deadline(this.clock, timeoutMs, AbortSignal.any([signal, this.#closed.signal]))
    const done = new AbortController()
    let onAnswer: (answer: Answer) => void = () => undefined
    const answered = new Promise<T>(resolve => {
      onAnswer = answer => {
        const value = pick(answer)
        if (value !== undefined) resolve(value)
        // Asked again at once: the cookie is in place now.
        else if (answer.kind === 'cookie-wanted') this.#socket?.send(question())
      }
    })
    this.#waiting.add(onAnswer)
    void this.#repeat(question, done.signal)
    try {
      return await unlessAborted(answered, limit.signal)
    } catch (error) {
      if (error instanceof TimeoutError || this.#closed.signal.aborted) return undefined
      throw error
    } finally {
      done.abort(new Error('done'))
      this.#waiting.delete(onAnswer)
    }
  }

  async #repeat(question: () => Uint8Array, signal: AbortSignal): Promise<void> {
    for (const wait of RETRY_MS) {
      if (wait > 0) await sleep(this.clock, wait, signal).catch(() => undefined)
      if (signal.aborted) return
      this.#socket?.send(question())
    }
  }

  #receive(bytes: Uint8Array): void {
    try {
      const answer = this.asker.understand(bytes)
      if (answer) for (const onAnswer of [...this.#waiting]) onAnswer(answer)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
    }
  }
}
