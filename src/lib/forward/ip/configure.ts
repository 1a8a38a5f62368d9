/**
 * Makes an interface what a plan says, with `ip` of iproute2, or tells what would be done. The way to the proxy itself is
 * kept out of the tunnel: a route of its own where the tunnel's routes would cover it.
 */
import {BITS, family} from '../../wire/ip/address.js'
import {covers, NO_PLAN, steps, type Plan} from './plan.js'

export interface Iproute {
  /** Runs `ip` with these words; what it said when it failed. */
  run(words: readonly string[]): Promise<string | undefined>
  /** Asks without changing anything; undefined: it failed. */
  ask(words: readonly string[]): Promise<string | undefined>
}

export interface ConfigureOptions {
  readonly device: string
  readonly iproute: Iproute
  /** False: steps are told and not taken. */
  readonly apply: boolean
  /** Each step, before it is taken. */
  readonly onStep: (words: readonly string[]) => void
  /** One that failed, and how. */
  readonly onProblem: (words: readonly string[], problem: string) => void
}

export class Configurator implements AsyncDisposable {
  readonly #options: ConfigureOptions
  #plan: Plan = NO_PLAN
  /** How to be rid of the routes to proxies. */
  readonly #pinned = new Map<string, readonly string[]>()

  constructor(options: ConfigureOptions) {
    this.#options = options
  }

  get plan(): Plan {
    return this.#plan
  }

  /** @param proxy the IP address that the outer connection goes to; what was done, as a plan */
  async apply(wanted: Plan, proxy: string): Promise<Plan> {
    const plan = covers(wanted, proxy) && !(await this.#pin(proxy)) ? without(wanted, proxy) : wanted
    for (const step of steps(this.#options.device, this.#plan, plan)) await this.#take(step)
    this.#plan = plan
    return plan
  }

  /** Addresses and routes of the device go with it; what else was made goes now. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const undo of this.#pinned.values()) await this.#take(undo)
    this.#pinned.clear()
  }

  /** False: it is not known how the proxy is reached now. */
  async #pin(proxy: string): Promise<boolean> {
    if (this.#pinned.has(proxy)) return true
    const flag = family(proxy) === 4 ? '-4' : '-6'
    const answer = await this.#options.iproute.ask([flag, 'route', 'get', proxy])
    if (answer === undefined) return false
    // The table of local addresses is asked before all others.
    if (answer.startsWith('local ')) return true
    const way = /\bvia (\S+) dev (\S+)/.exec(answer) ?? /\b()dev (\S+)/.exec(answer)
    if (!way) return false
    const [, via = '', device = ''] = way
    const route = [`${proxy}/${BITS[family(proxy)]}`, ...(via === '' ? [] : ['via', via]), 'dev', device]
    if (!(await this.#take([flag, 'route', 'add', ...route]))) return false
    this.#pinned.set(proxy, [flag, 'route', 'del', ...route])
    return true
  }

  async #take(words: readonly string[]): Promise<boolean> {
    const {iproute, apply, onStep, onProblem} = this.#options
    onStep(words)
    if (!apply) return true
    const problem = await iproute.run(words)
    if (problem !== undefined) onProblem(words, problem)
    return problem === undefined
  }
}

function without(plan: Plan, proxy: string): Plan {
  const safe = plan.routes.filter(route => !covers({...plan, routes: [route]}, proxy))
  const left = `${plan.routes.length - safe.length} routes that lead to the proxy itself (${proxy}): how it is reached now could not be kept`
  return {...plan, routes: safe, left: [...plan.left, left]}
}
