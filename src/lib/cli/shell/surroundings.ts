/** What a session needs around it: the proxy it goes to, or one of our own with somebody to talk to behind it. */
import {StartedHops} from '../../probe/hops.js'
import {startEmbeddedProxy} from '../../proxy/embedded.js'
import type {ReachOptions} from '../../reach/options.js'
import type {Target} from '../../tunnel/target.js'
import {startEcho} from './echo.js'
import type {ShellOptions} from './options.js'
import {templatesOf, type Templates} from './proxy.js'

export type SurroundingsWish = Pick<ShellOptions, 'proxy' | 'via' | 'reach' | 'headers' | 'platform' | 'target'>

export class Surroundings implements AsyncDisposable {
  private constructor(
    readonly templates: Templates | undefined,
    readonly reach: ReachOptions,
    /** `@target` */
    readonly target: Target | undefined,
    private readonly owned: Owned,
  ) {}

  /** Whatever was started is given back when something after it cannot be. */
  static async of(wish: SurroundingsWish): Promise<Surroundings> {
    const owned = new Owned()
    try {
      return await Surroundings.#gather(wish, owned)
    } catch (error) {
      await owned[Symbol.asyncDispose]()
      throw error
    }
  }

  static async #gather(wish: SurroundingsWish, owned: Owned): Promise<Surroundings> {
    const {proxy, via, reach: own, headers, platform, target} = wish
    const hopWish = {reach: own, http: via?.http ?? [], headers}
    const hops = owned.add(await StartedHops.start(via?.proxies ?? [], hopWish, platform))
    const reach = {...own, via: hops.list}
    if (proxy?.kind !== 'self') return new Surroundings(proxy, reach, target, owned)
    const embedded = owned.add(await startEmbeddedProxy(platform))
    const trust = {trust: 'pin', pin: embedded.pin} as const
    const aim = target ?? owned.add(startEcho(platform.net)).target
    return new Surroundings(templatesOf(embedded.template), {...reach, trust}, aim, owned)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.owned[Symbol.asyncDispose]()
  }
}

/** What was started, given back in the other order. */
class Owned implements AsyncDisposable {
  readonly #resources: AsyncDisposable[] = []

  add<Resource extends AsyncDisposable>(resource: Resource): Resource {
    this.#resources.push(resource)
    return resource
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const resource of this.#resources.splice(0).reverse()) await resource[Symbol.asyncDispose]()
  }
}
