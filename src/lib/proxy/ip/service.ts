/** What all clients of an IP proxy share: the network behind it, the pools, and whose address is whose. */
import type {Clock} from '../../spec/clock.js'
import type {IpPolicy} from '../../spec/ip-policy.js'
import type {Random} from '../../spec/random.js'
import {type Family, family} from '../../wire/ip/address.js'
import type {IpClient} from './client.js'
import {inspect} from './facts.js'
import type {IpNetwork} from './network.js'
import {checkPools, Pool} from './pool.js'
import {parsePrefix, rangeOf, show, type Prefix} from './prefix.js'
import {PrefixTable} from './prefix-table.js'
import {coverage} from './routes.js'

export interface IpServiceOptions {
  readonly network: IpNetwork
  readonly pools: readonly Prefix[]
  readonly policy: IpPolicy
  readonly clock: Clock
  readonly random: Random
}

export class IpService implements AsyncDisposable {
  readonly network: IpNetwork
  readonly policy: IpPolicy
  readonly clock: Clock
  /** The proxy's own addresses: ICMP errors come from there. */
  readonly routers: Readonly<Record<Family, string | undefined>>
  readonly #pools: readonly Pool[]
  readonly #holders = new PrefixTable<IpClient>()
  /** Those that offer a way to networks of their own. */
  readonly #leading = new Set<IpClient>()
  readonly #reaches: (address: string) => boolean

  /** @throws RangeError for pools that overlap, or are too small */
  constructor({network, pools, policy, clock, random}: IpServiceOptions) {
    checkPools(pools)
    this.network = network
    this.policy = policy
    this.clock = clock
    const {overlapping, quarantineMs, picks} = policy.addresses
    const rules = {overlapping, quarantineMs, picks, behind: network.kind}
    this.#pools = pools.map(prefix => new Pool({prefix, ...rules}, clock, random.fork(show(prefix))))
    const routerOf = (of: Family): string | undefined => this.#pools.find(pool => pool.family === of)?.router
    this.routers = {4: routerOf(4), 6: routerOf(6)}
    this.#reaches = coverage(network.reachable.map(prefix => rangeOf(prefix)))
    network.receiver = {
      onPacket: packet => {
        this.#fromNetwork(packet)
      },
    }
  }

  get families(): readonly Family[] {
    return [...new Set(this.#pools.map(pool => pool.family))].toSorted((a, b) => a - b)
  }

  isRouter(address: string): boolean {
    return this.#pools.some(({router}) => router === address)
  }

  reaches(address: string): boolean {
    return this.#reaches(address)
  }

  /** A prefix for this client, which is its own from now on; undefined: there is none left. */
  take(client: IpClient, of: Family, length: number, wish?: string): Prefix | undefined {
    for (const pool of this.#pools) {
      const taken = pool.family === of ? pool.take(length, wish) : undefined
      if (!taken) continue
      client.held.push(taken)
      this.#holders.set(taken, client)
      return taken
    }
    return undefined
  }

  /** Everything of this client's, or of one family. */
  release(client: IpClient, of?: Family): void {
    const released = client.held.filter(({address}) => of === undefined || family(address) === of)
    for (const prefix of released) {
      client.held.splice(client.held.indexOf(prefix), 1)
      this.#holders.delete(prefix, client)
      for (const pool of this.#pools) if (pool.family === family(prefix.address)) pool.giveBack(prefix)
    }
    if (of === undefined) this.#leading.delete(client)
  }

  /** What clients may be told of: the proxy itself, and each other if they may speak. */
  get advertised(): readonly Prefix[] {
    const routers = this.#pools.map(({router}) => parsePrefix(router))
    const betweenClients = this.policy.packets.onTrouble('other-client', 'up') === 'forward'
    return [...this.network.reachable, ...routers, ...(betweenClients ? this.#pools.map(({prefix}) => prefix) : [])]
  }

  leads(client: IpClient): void {
    this.#leading.add(client)
  }

  find(address: string): IpClient | undefined {
    const holder = this.#holders.find(address)
    if (holder || this.#leading.size === 0) return holder
    return [...this.#leading].find(client => client.leadsTo(address))
  }

  /** A packet of the proxy's own making, to wherever it goes. */
  sendOwn(packet: Uint8Array): void {
    const client = this.find(inspect(packet)?.destination ?? '0.0.0.0')
    if (client) client.deliver(packet)
    else this.network.send(packet)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.network.receiver = undefined
    await this.network[Symbol.asyncDispose]()
  }

  /** What is nobody's is dropped: a client hears what is meant for it, and nothing else. */
  #fromNetwork(packet: Uint8Array): void {
    const facts = inspect(packet)
    if (!facts) return
    if (this.policy.packets.recipients === 'holder') this.find(facts.destination)?.toClient(facts)
    else for (const client of this.#holders.all()) client.toClient(facts)
  }
}
