/** What a session has by the time it is examined: nothing that is still on its way is taken for missing. */
import {describe, expect, it} from 'vitest'
import type {SendOutcome} from '../../../src/lib/http/transport.js'
import {SessionWatch, type SessionTunnel} from '../../../src/lib/probe/ip/session.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {NOTHING, type IpRange, type IpSessionState} from '../../../src/lib/tunnel/ip-state.js'

const never = new AbortController().signal
const PLAN = {timeoutMs: 5000, rttMs: 1, families: [4, 6]} as const

const IPV4 = {requestId: 0n, address: '192.0.2.5', prefixLength: 32}
const IPV6 = {requestId: 0n, address: '2001:db8::5', prefixLength: 128}
const WAY4: IpRange = {start: '0.0.0.0', end: '255.255.255.255', protocol: 0}
const WAY6: IpRange = {start: '::', end: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', protocol: 0}

/** A session that changes when it is told to. */
class Scripted implements SessionTunnel {
  state: IpSessionState = NOTHING
  readonly ended = new Promise<never>(() => undefined)
  readonly #waiting: (() => void)[] = []

  async changed(_: AbortSignal, since: IpSessionState): Promise<IpSessionState> {
    while (this.state === since) await new Promise<void>(resolve => this.#waiting.push(resolve))
    return this.state
  }

  requestAddresses(): Promise<SendOutcome> {
    return Promise.resolve('accepted')
  }

  becomes(changes: Partial<IpSessionState>): void {
    const {received} = this.state
    const advertisements = received.advertisements + (changes.routesOfPeer ? 1 : 0)
    const assignments = received.assignments + (changes.assignedToUs ? 1 : 0)
    this.state = {...this.state, ...changes, received: {...received, advertisements, assignments}}
    for (const wake of this.#waiting.splice(0)) wake()
  }
}

/** What was found, and when: `script` has what comes after so many milliseconds. */
async function settled(script: readonly (readonly [afterMs: number, changes: Partial<IpSessionState>])[]) {
  const [clock, tunnel] = [new VirtualClock(), new Scripted()]
  using watch = new SessionWatch(tunnel, clock)
  for (const [afterMs, changes] of script) {
    clock.after(afterMs, () => {
      tunnel.becomes(changes)
    })
  }
  const done = watch.settle(PLAN, never)
  await clock.run(done)
  return {routes: watch.routes.map(({start}) => start), tookMs: clock.now(), changes: watch.facts.changes}
}

describe('a session', () => {
  it('is complete when each address has somewhere to go', async () => {
    const {routes, tookMs} = await settled([
      [5, {assignedToUs: [IPV4, IPV6]}],
      [6, {routesOfPeer: [WAY4, WAY6]}],
    ])
    expect(routes).toEqual(['0.0.0.0', '::'])
    expect(tookMs).toBeLessThan(20)
  })

  it('is not, while routes for an address that came later are on their way', async () => {
    const {routes, tookMs, changes} = await settled([
      [5, {assignedToUs: [IPV4]}],
      [6, {routesOfPeer: [WAY4]}],
      [40, {assignedToUs: [IPV4, IPV6]}],
      [90, {routesOfPeer: [WAY4, WAY6]}],
    ])
    expect(routes).toEqual(['0.0.0.0', '::'])
    expect(changes).toEqual([])
    expect(tookMs).toBeLessThan(110)
  })

  it('does not wait for ever for routes that nobody advertises', async () => {
    const {routes, tookMs} = await settled([
      [5, {assignedToUs: [IPV4, IPV6]}],
      [6, {routesOfPeer: [WAY4]}],
    ])
    expect(routes).toEqual(['0.0.0.0'])
    expect(tookMs).toBeLessThan(500)
  })
})
