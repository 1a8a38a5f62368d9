/**
 * With what a tunnel can send packets to whom: addresses that were assigned, and routes that lead to a target. What comes
 * unasked is waited for first, then the rest is asked for; when something can be used, the rest is not waited for long.
 */
import {leadsTo} from '../../probe/ip/routes.js'
import {sourceIn} from '../../probe/ip/vantage.js'
import type {Place} from '../../spec/rig.js'
import type {IpTunnel} from '../../tunnel/ip-tunnel.js'
import type {WantedAddress} from '../../tunnel/ip-session.js'
import {family as familyOf, type Family} from '../../wire/ip/address.js'
import type {Bell} from './bell.js'

const FAMILIES = [4, 6] as const satisfies readonly Family[]

const ANY: Readonly<Record<Family, WantedAddress>> = {
  4: {address: '0.0.0.0', prefixLength: 32},
  6: {address: '::', prefixLength: 128},
}

export interface AddressesContext {
  readonly bell: Bell
  readonly patienceMs: number
  readonly targets: Place['ipTarget']
  readonly hasEnded: () => boolean
}

export class IpAddresses {
  #isSettled = false
  #hasAsked = false

  constructor(
    private readonly ip: IpTunnel,
    private readonly context: AddressesContext,
  ) {}

  /** The first of them; of a longer prefix its first host. */
  of(family: Family): string | undefined {
    const found = this.ip.state.assignedToUs.find(({address}) => familyOf(address) === family)
    return found && sourceIn(found)
  }

  /** With which packets can be sent to a target now. */
  get families(): readonly Family[] {
    return FAMILIES.filter(family => this.#isUsable(family))
  }

  /** The same, when there is nothing more to wait for; waits once. */
  async ready(signal: AbortSignal): Promise<readonly Family[]> {
    if (!this.#isSettled) await this.#settle(signal)
    this.#isSettled = true
    return this.families
  }

  async #settle(signal: AbortSignal): Promise<void> {
    await this.#wait(signal)
    if (this.context.hasEnded() || this.#isComplete()) return
    const missing = FAMILIES.filter(family => this.of(family) === undefined)
    if (missing.length === 0) return
    if (!this.#hasAsked) {
      this.#hasAsked = true
      await this.ip.requestAddresses(missing.map(family => ANY[family]))
    }
    await this.#wait(signal)
  }

  async #wait(signal: AbortSignal): Promise<void> {
    const {bell, patienceMs, hasEnded} = this.context
    const isOver = (): boolean => hasEnded() || this.#isComplete()
    if (!(await bell.until(() => isOver() || this.#isEnough(), patienceMs, signal))) return
    await bell.until(isOver, patienceMs / 4, signal)
  }

  /** Those worth waiting for. */
  get #wanted(): readonly Family[] {
    const known = FAMILIES.filter(family => this.context.targets[family] !== undefined)
    return known.length > 0 ? known : FAMILIES
  }

  #isComplete(): boolean {
    return this.#wanted.every(family =>
      this.of(family) === undefined ? this.#isDeclined(family) : this.#isUsable(family),
    )
  }

  /** Something can be used; or all that could be said was said, and routes may only be replaced by others. */
  #isEnough(): boolean {
    if (this.families.length > 0) return true
    return this.#isRouted && this.#wanted.every(family => this.of(family) !== undefined || this.#isDeclined(family))
  }

  #isDeclined(family: Family): boolean {
    if (!this.#hasAsked) return false
    return !this.ip.state.requestsOpen.some(({address}) => familyOf(address) === family)
  }

  get #isRouted(): boolean {
    return this.ip.state.received.advertisements > 0
  }

  #isUsable(family: Family): boolean {
    const target = this.context.targets[family]
    if (target === undefined || this.of(family) === undefined) return false
    // Who never speaks of routes may still have them: when the time for it is over, that is tried.
    if (!this.#isRouted) return this.#isSettled
    return leadsTo(this.ip.state.routesOfPeer, target, 'icmp') === 'yes'
  }
}
