/** What a session needs around it: the proxy it goes to, or one of our own with somebody to talk to behind it. */
import {StartedHops} from '../../probe/hops.js'
import {startEmbeddedProxy} from '../../proxy/embedded.js'
import type {ReachOptions} from '../../reach/options.js'
import type {Target} from '../../tunnel/target.js'
import {startEcho, type Echo} from './echo.js'
import type {ShellOptions} from './options.js'
import {templatesOf, type Templates} from './proxy.js'

export class Surroundings implements AsyncDisposable {
  private constructor(
    readonly templates: Templates | undefined,
    readonly reach: ReachOptions,
    /** `@target` */
    readonly target: Target | undefined,
    private readonly owned: readonly AsyncDisposable[],
  ) {}

  static async of(options: ShellOptions): Promise<Surroundings> {
    const {proxy, via, reach: own, headers, platform, target} = options
    const hops = await StartedHops.start(via?.proxies ?? [], {reach: own, http: via?.http ?? [], headers}, platform)
    const reach = {...own, via: hops.list}
    if (proxy?.kind !== 'self') return new Surroundings(proxy, reach, target, [hops])
    const embedded = await startEmbeddedProxy(platform)
    const trust = {trust: 'pin', pin: embedded.pin} as const
    const echo: Echo | undefined = target ? undefined : startEcho(platform.net)
    const owned = [embedded, ...(echo ? [echo] : []), hops]
    return new Surroundings(templatesOf(embedded.template), {...reach, trust}, target ?? echo?.target, owned)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const resource of this.owned) await resource[Symbol.asyncDispose]()
  }
}
