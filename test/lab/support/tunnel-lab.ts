/**
 * The whole thing on five hosts in a row: client, edge (a router), proxy, core (a router), target (with a responder).
 * The proxy's host forwards too, so the client also reaches the responder past the proxy's program.
 */
import {format} from '../../../src/lib/net/address.js'
import {ResponderKey} from '../../../src/lib/responder/message.js'
import {chain, type Chain} from './chain.js'
import type {Host} from './host.js'
import {probeUdp, serve, startProbe, type Environment, type Probed, type Served} from './program.js'

export type HostName = 'client' | 'edge' | 'proxy' | 'core' | 'target'
export type Family = 'v4' | 'v6'

export const PROXY_PORT = 4433
export const RESPONDER_PORT = 4434

interface Announcement {
  readonly listening: string
}

export class TunnelLab implements AsyncDisposable {
  readonly #lab: Chain<HostName>
  readonly #key = ResponderKey.random().toString()
  #proxy: Served<Announcement & {readonly pin: string}> | undefined
  #responder: Served<Announcement> | undefined

  private constructor(
    lab: Chain<HostName>,
    readonly family: Family,
  ) {
    this.#lab = lab
  }

  static async create(family: Family = 'v4'): Promise<TunnelLab> {
    const made = new TunnelLab(await chain('client', 'edge', 'proxy', 'core', 'target'), family)
    const {hosts, proxyAddress, responderAddress, environment} = made
    try {
      made.#responder = await serve(hosts.target, ['responder', '--listen', responderAddress], environment)
      made.#proxy = await serve(hosts.proxy, ['proxy', '--listen', proxyAddress])
    } catch (error) {
      await made[Symbol.asyncDispose]()
      throw error
    }
    return made
  }

  get hosts(): Readonly<Record<HostName, Host>> {
    return this.#lab.hosts
  }

  /** Where the client finds the proxy. */
  get proxyAddress(): string {
    return format(this.hosts.proxy.left[this.family], PROXY_PORT)
  }

  get responderAddress(): string {
    return format(this.hosts.target.left[this.family], RESPONDER_PORT)
  }

  get proxy(): Served<Announcement & {readonly pin: string}> {
    if (!this.#proxy) throw new Error('the proxy does not run')
    return this.#proxy
  }

  /** What every run is told: where, whom to trust, and whom to ask. */
  words(responder = this.responderAddress): readonly string[] {
    return [this.proxyAddress, '--pin', this.proxy.announced.pin, '--responder', responder]
  }

  get environment(): Environment {
    return {MASQUE_RESPONDER_KEY: this.#key}
  }

  /** From the client, through the proxy, to the responder; with more words. */
  probe(...more: readonly string[]): Promise<Probed> {
    return probeUdp(this.hosts.client, [...this.words(), ...more], this.environment)
  }

  /** To another responder. */
  probeTo(responder: string, ...more: readonly string[]): Promise<Probed> {
    return probeUdp(this.hosts.client, [...this.words(responder), ...more], this.environment)
  }

  /** As `probe`, not waited for. */
  startProbe(...more: readonly string[]): ReturnType<typeof startProbe> {
    return startProbe(this.hosts.client, [...this.words(), ...more], this.environment)
  }

  /** Another responder on the target's host, with the same key. */
  serveResponder(listen: string): Promise<Served<Announcement>> {
    return serve(this.hosts.target, ['responder', '--listen', listen], this.environment)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Namespaces last; what still runs there then is ended with them.
    await Promise.allSettled([this.#proxy?.[Symbol.asyncDispose](), this.#responder?.[Symbol.asyncDispose]()])
    await this.#lab[Symbol.asyncDispose]()
  }
}
