/** One request over HTTP/1.1 and what comes of it. Nothing follows the request before its answer (RFC 9931). */
import type {Clock} from '../../spec/clock.js'
import {WireError} from '../../wire/error.js'
import {responseFraming, type Framing} from '../../wire/h1-framing.js'
import * as head from '../../wire/h1-head.js'
import type {Ending} from '../ending.js'
import {endingOfStream} from '../stream-ending.js'
import type {Head, Opened, TunnelRequest} from '../transport.js'
import {TunnelCore} from '../tunnel-core.js'
import {H1Carrier, letGo, pump} from './carrier.js'
import {switchProblem, upgradeRequest, type TargetForm} from './messages.js'
import type {H1Wire} from './wire.js'

const MAX_INTERIM = 16
const MAX_BODY = 4096

export interface ExchangeOptions {
  readonly clock: Clock
  readonly form: TargetForm
  onWritten(): void
  onRemark(remark: string): void
}

export class H1Exchange {
  readonly #interim: Head[] = []

  constructor(
    private readonly wire: H1Wire,
    private readonly request: TunnelRequest,
    private readonly options: ExchangeOptions,
  ) {}

  async run(): Promise<Opened> {
    // Whether it was taken, reading tells.
    void this.wire.write(head.writeRequest(upgradeRequest(this.request, this.options.form))).then(taken => {
      if (taken) this.options.onWritten()
    })
    try {
      return await this.#answer()
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      const how = error.code === 'too-large' ? 'over-limit' : 'malformed'
      return this.#givenUp(how, error.message)
    }
  }

  /** @throws WireError */
  async #answer(): Promise<Opened> {
    for (;;) {
      const octets = await this.wire.readHead('response')
      if ('cut' in octets) return this.#cut(octets.cut)
      const response = head.readResponse(octets)
      for (const problem of response.problems) this.options.onRemark(problem)
      const {status, fields} = response
      const told = {status, headers: fields}
      if (status === 101) return this.#switched(response)
      if (status >= 200) return this.#refused(told)
      this.#interim.push(told)
      if (this.#interim.length > MAX_INTERIM) {
        return this.#givenUp('over-limit', `more than ${MAX_INTERIM} interim responses`)
      }
    }
  }

  #switched(response: head.H1Response): Opened {
    const problem = switchProblem(response, this.request.protocol)
    if (problem !== undefined) return this.#givenUp('malformed', problem)
    const {status, fields: headers} = response
    const tunnel = new TunnelCore({status, headers}, new H1Carrier(this.wire, this.options.clock))
    void pump(this.wire, tunnel)
    return {kind: 'tunnel', tunnel, interim: this.#interim}
  }

  /** Content behind it is content and no capsules, whatever the status. @throws WireError */
  #refused(told: Head): Opened {
    const {framing, problems} = responseFraming(told.status, told.headers)
    for (const problem of problems) this.options.onRemark(problem)
    const note = told.status < 300 && this.request.protocol !== undefined
    const refusal = {
      ...told,
      body: this.#body(framing),
      ...(note && {
        problem: `status ${told.status} opens no tunnel over HTTP/1.1: that takes 101 (Switching Protocols)`,
      }),
    }
    return {kind: 'refused', refusal, interim: this.#interim}
  }

  async #body(framing: Framing): Promise<Uint8Array> {
    const {bytes, problem} = await this.wire.readContent(framing, MAX_BODY)
    if (problem !== undefined) this.options.onRemark(`the content of the response is malformed: ${problem}`)
    letGo(this.wire, this.options.clock)
    return bytes
  }

  async #cut(cut: 'before' | 'within'): Promise<Opened> {
    const end = await this.wire.stream.over
    this.wire.stream.destroy()
    if (end.how !== 'fin') return {kind: 'failed', ending: endingOfStream(end)}
    const where = cut === 'before' ? 'without a response' : 'in the middle of the head of its response'
    const detail = `the peer closed the connection ${where}`
    return {kind: 'failed', ending: {by: 'peer', how: 'connection-closed', scope: 'connection', detail}}
  }

  #givenUp(how: 'malformed' | 'over-limit', problem: string): Opened {
    this.wire.stream.reset()
    const what = how === 'malformed' ? "the peer's message is malformed" : 'it is more than we take'
    const ending: Ending = {by: 'us', how, scope: 'connection', detail: `${what}: ${problem}`}
    return {kind: 'failed', ending}
  }
}
