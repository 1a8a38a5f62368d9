/**
 * The control of a run over one version: a quiet tunnel on a connection that nothing provokes. While it echoes, the path,
 * the proxy and the target live, and what is silent elsewhere is silent for a reason of its own.
 */
import {unlessAborted} from '../spec/clock.js'
import {Obstacle} from '../spec/rig.js'
import type {UdpRig, IpRig} from '../spec/tunnel-rig.js'
import {openConnection, type OpenedConnection} from './rig/connection.js'
import type {Lost} from './lost.js'
import type {RigContext} from './rig/context.js'

/** A control this young is as good as a new one. */
const FRESH_MS = 1000
/** So often in a row nobody is there: then nobody is. */
const LOST_AFTER = 3
/** Echoes until a tunnel is called silent. With 30 % loss each way, the many are all lost three times in a thousand billion. */
const FEW = 5
const MANY = 14

export type Health =
  | {readonly state: 'alive'}
  /** In words. */
  | {readonly state: 'lost' | 'silent'; readonly why: string}

export class Canary implements AsyncDisposable {
  #connection: Promise<OpenedConnection> | undefined
  /** Ended, as far as they say. Over HTTP/1.1 tunnels of others may still live on one, so they are closed in the end. */
  readonly #retired: OpenedConnection[] = []
  #tunnel: UdpRig | IpRig | undefined
  #echoedAt = -Infinity
  #checking: Promise<Health> | undefined
  #failures = 0
  #lost: Lost | undefined

  constructor(
    private readonly context: RigContext,
    /** What is opened to hear an echo; undefined: there is nobody to answer, and being connected has to do. */
    private readonly kind: 'udp' | 'ip' | undefined,
  ) {}

  /** The connection that polite probes share: a new one when it has ended. @throws Obstacle */
  connection(signal: AbortSignal): Promise<OpenedConnection> {
    const current = this.#connection
    const next = (async () => {
      const open = await current?.catch(() => undefined)
      if (open?.ending() === null) return open
      if (open) this.#retired.push(open)
      return openConnection(this.context, 'shared', signal)
    })()
    this.#connection = next
    next.catch(() => {
      if (this.#connection === next) this.#connection = undefined
    })
    return unlessAborted(next, signal)
  }

  /** `fresh`: not what was known a moment ago, and with the patience that an accusation deserves. */
  check(signal: AbortSignal, {fresh = false}: {readonly fresh?: boolean} = {}): Promise<Health> {
    if (this.#failures >= LOST_AFTER) return Promise.resolve(LOST)
    if (!fresh && this.#now - this.#echoedAt < FRESH_MS) return Promise.resolve({state: 'alive'})
    this.#checking ??= this.#ask(fresh ? MANY : FEW, signal).finally(() => {
      this.#checking = undefined
    })
    return this.#checking
  }

  /** It has been silent as often as counts: nothing is asked of it any more. */
  get lost(): Lost | undefined {
    return this.#lost
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tunnel?.[Symbol.asyncDispose]()
    const latest = await this.#connection?.catch(() => undefined)
    for (const connection of [...this.#retired.splice(0), ...(latest ? [latest] : [])])
      await connection[Symbol.asyncDispose]()
  }

  async #ask(attempts: number, signal: AbortSignal): Promise<Health> {
    // Once more on a tunnel of its own: the old one may have died of its own age.
    let why = 'no control was possible'
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        if (await this.#echoes(attempts, signal)) {
          this.#echoedAt = this.#now
          this.#failures = 0
          return {state: 'alive'}
        }
        why = 'the control tunnel is silent'
        await this.#drop()
      } catch (error) {
        if (!(error instanceof Obstacle)) throw error
        why = error.message
        await this.#drop()
      }
    }
    this.#failures++
    if (this.#failures >= LOST_AFTER) this.#lost = {lastMs: this.#echoedAt, sinceMs: this.#now, why}
    return {state: 'silent', why}
  }

  async #echoes(attempts: number, signal: AbortSignal): Promise<boolean> {
    const connection = await this.connection(signal)
    if (this.kind === undefined) return connection.ending() === null
    if (this.#tunnel?.ending()) await this.#drop()
    this.#tunnel ??= this.kind === 'udp' ? await connection.openUdp(signal) : await connection.openIp(signal)
    return this.#tunnel.echo(signal, {attempts})
  }

  async #drop(): Promise<void> {
    const tunnel = this.#tunnel
    this.#tunnel = undefined
    await tunnel?.[Symbol.asyncDispose]()
  }

  get #now(): number {
    return this.context.platform.clock.now()
  }
}

const LOST: Health = {state: 'lost', why: 'the proxy has not answered for some time'}
