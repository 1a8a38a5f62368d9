/** Proxies to go through, as they were named: those called `self` are started, and are there until they are given back. */
import type {HeaderList, HttpVersion} from '../http/transport.js'
import {startEmbeddedProxy, type EmbeddedProxy} from '../proxy/embedded.js'
import type {Platform, ReachOptions, ViaHop} from '../reach/options.js'
import type {ProxyAddress} from '../tunnel/proxy-address.js'

export interface HopWish {
  /** But for what concerns one proxy only: another place (--connect-to), another name (--sni). */
  readonly reach: ReachOptions
  readonly http: readonly HttpVersion[]
  readonly headers: HeaderList
}

export interface StartedHop extends ViaHop {
  readonly embedded: boolean
}

export class StartedHops implements AsyncDisposable {
  readonly #embedded: EmbeddedProxy[] = []
  readonly #hops: StartedHop[] = []

  static async start(proxies: readonly ProxyAddress[], wish: HopWish, platform: Platform): Promise<StartedHops> {
    const started = new StartedHops()
    try {
      for (const proxy of proxies) await started.#add(proxy, wish, platform)
      return started
    } catch (error) {
      await started[Symbol.asyncDispose]()
      throw error
    }
  }

  get list(): readonly StartedHop[] {
    return this.#hops
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const proxy of this.#embedded.splice(0).reverse()) await proxy[Symbol.asyncDispose]()
  }

  async #add(proxy: ProxyAddress, {reach, http, headers}: HopWish, platform: Platform): Promise<void> {
    const common = ofAnyProxy(reach)
    if (proxy.kind === 'template') {
      this.#hops.push({template: proxy.template, reach: common, http, headers, embedded: false})
      return
    }
    const embedded = await startEmbeddedProxy(platform)
    this.#embedded.push(embedded)
    const trust = {trust: 'pin', pin: embedded.pin} as const
    this.#hops.push({template: embedded.template, reach: {...common, trust}, http, headers, embedded: true})
  }
}

/** Without what concerns one proxy only. */
function ofAnyProxy({resolve, family, allAddresses, bind, trust, identity}: ReachOptions): ViaHop['reach'] {
  return {
    resolve,
    allAddresses,
    trust,
    ...(family !== undefined && {family}),
    ...(bind !== undefined && {bind}),
    ...(identity && {identity}),
  }
}
