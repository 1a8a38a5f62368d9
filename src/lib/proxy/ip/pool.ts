/**
 * Addresses to be given to clients: prefixes cut out of larger ones, so that no two overlap. Those that come back rest
 * for a while, since packets for their last holder may still be on their way.
 */
import type {Clock} from '../../spec/clock.js'
import type {Random} from '../../spec/random.js'
import {BITS, family, type Family} from '../../wire/ip/address.js'
import {blockOf, overlap, show, toAddress, toNumber, type Block, type Prefix} from './prefix.js'

interface Taken extends Block {
  /** When its holder gave it back; undefined: it is held. */
  freeSince?: number
}

export interface PoolOptions {
  /** None may overlap another. */
  readonly prefix: Prefix
  readonly quarantineMs: number
  /** Whether one address is for the kernel. */
  readonly behind: 'virtual' | 'kernel'
  /** Never looks whether somebody has it already. */
  readonly overlapping: boolean
  /** Of the free ones always this; absent: going round. */
  readonly picks?: 'lowest' | undefined
}

/** The first address that a host can have. */
export function routerOf(pool: Prefix): string {
  return toAddress(blockOf(pool).start + 1n, family(pool.address))
}

/** The one after it: a kernel that is behind the proxy takes no packets from an address that is its own. */
export function kernelOf(pool: Prefix): string {
  return toAddress(blockOf(pool).start + 2n, family(pool.address))
}

/** @throws RangeError for pools that overlap, or have no room */
export function checkPools(pools: readonly Prefix[]): void {
  for (const [at, pool] of pools.entries()) {
    const {start, end} = blockOf(pool)
    if (end - start < 7n) throw new RangeError(`${show(pool)} is too small for a pool: eight addresses at least`)
    const other = pools.slice(0, at).find(before => overlap(before, pool))
    if (other) throw new RangeError(`the pools ${show(other)} and ${show(pool)} overlap`)
  }
}

export class Pool {
  readonly family: Family
  /** The proxy's own address. */
  readonly router: string
  readonly #block: Block
  readonly #reserved: readonly Block[]
  /** None overlapping another. */
  #taken: Taken[] = []
  #next: bigint

  constructor(
    private readonly options: PoolOptions,
    private readonly clock: Clock,
    random: Random,
  ) {
    const {prefix} = options
    this.family = family(prefix.address)
    this.#block = blockOf(prefix)
    const {start, end} = this.#block
    this.router = routerOf(prefix)
    // Network, router and kernel; the last is the broadcast address of IPv4.
    const own = {start, end: start + (options.behind === 'kernel' ? 2n : 1n)}
    this.#reserved = [own, ...(this.family === 4 ? [{start: end, end}] : [])]
    const size = Number(end - start)
    this.#next = this.#goesRound ? start + BigInt(Math.floor(random.next() * size)) : start
  }

  get #goesRound(): boolean {
    return !this.options.overlapping && this.options.picks === undefined
  }

  get prefix(): Prefix {
    return this.options.prefix
  }

  /** @param wish this one, if it is free; of its full length if that is to be had */
  take(length: number, wish?: string): Prefix | undefined {
    const found = this.#wished(length, wish) ?? this.#anyOf(length) ?? this.#anyAfterRest(length)
    if (found === undefined) return undefined
    const size = 1n << BigInt(BITS[this.family] - length)
    if (!this.options.overlapping) {
      this.#taken.push({start: found, end: found + size - 1n})
      if (this.#goesRound) this.#next = found + size
    }
    return {address: toAddress(found, this.family), length}
  }

  giveBack(prefix: Prefix): void {
    const {start} = blockOf(prefix)
    const taken = this.#taken.find(block => block.start === start)
    if (taken) taken.freeSince = this.clock.now()
  }

  #wished(length: number, wish: string | undefined): bigint | undefined {
    if (wish === undefined || family(wish) !== this.family) return undefined
    const size = 1n << BigInt(BITS[this.family] - length)
    const start = (toNumber(wish) / size) * size
    const isInside = start >= this.#block.start && start + size - 1n <= this.#block.end
    return isInside && this.#freeFrom(start, start + size - 1n, size) === start ? start : undefined
  }

  #anyOf(length: number): bigint | undefined {
    this.#forgetRested(this.options.quarantineMs)
    const size = 1n << BigInt(BITS[this.family] - length)
    const {start, end} = this.#block
    return this.#freeFrom(this.#next, end, size) ?? this.#freeFrom(start, end, size)
  }

  /** Better an address that was somebody's just now than none. */
  #anyAfterRest(length: number): bigint | undefined {
    this.#forgetRested(0)
    return this.#anyOf(length)
  }

  #forgetRested(ageMs: number): void {
    const now = this.clock.now()
    this.#taken = this.#taken.filter(({freeSince}) => freeSince === undefined || now - freeSince < ageMs)
  }

  /** The first aligned place from `from` on that nobody has. */
  #freeFrom(from: bigint, end: bigint, size: bigint): bigint | undefined {
    const align = (at: bigint): bigint => ((at + size - 1n) / size) * size
    let candidate = align(from)
    const inTheWay = this.options.overlapping ? this.#reserved : [...this.#reserved, ...this.#taken]
    for (const block of inTheWay.toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
      if (candidate + size <= block.start) break
      if (candidate <= block.end) candidate = align(block.end + 1n)
    }
    return candidate + size - 1n <= end ? candidate : undefined
  }
}
