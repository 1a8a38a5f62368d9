/**
 * One IP session for many stimuli at once: what arrives is taken apart once and offered to everybody who listens, and
 * whoever recognises it keeps it. What nobody recognises is counted, for that is a fact as well.
 */
import type {Ending} from '../../http/ending.js'
import type {Carrier, Drops, SendOutcome} from '../../http/transport.js'
import {isInPrefix} from '../../wire/ip/address.js'
import {understand, type Inner} from './packet.js'

/** What stimuli need of an IP tunnel. */
export interface PacketTunnel {
  send(packet: Uint8Array): Promise<SendOutcome>
  received(): AsyncIterable<{readonly packet: Uint8Array; readonly atNs: bigint; readonly carrier: Carrier}>
  /** The largest packet that goes into a frame now; undefined: frames cannot be used. */
  readonly maxPacketBytes: number | undefined
  readonly drops: Drops
  readonly ended: Promise<Ending>
}

export interface Heard {
  readonly inner: Inner
  readonly atNs: bigint
  readonly carrier: Carrier
}

/** True: it was ours. */
export type Listener = (heard: Heard) => boolean

export interface Strays {
  /** Packets that answered nothing of ours. */
  readonly packets: number
  /** To addresses that are not assigned to us; they are offered to nobody. */
  readonly notForUs: number
  /** No IP packets, or with checksums and lengths that no receiver accepts. */
  readonly malformed: number
}

export interface Prefix {
  readonly address: string
  readonly prefixLength: number
}

export class IpDispatcher {
  readonly #listeners = new Set<Listener>()
  /** How many packets that nobody recognised came to whom. */
  readonly #unclaimed = new Map<string, number>()
  #malformed = 0
  readonly #problems = new Set<string>()
  /** Settles when nothing more can arrive. */
  readonly done: Promise<void>

  /** @param assigned everything that was ours at some time: an answer may come after its address was taken back */
  constructor(
    readonly tunnel: PacketTunnel,
    private readonly assigned: () => readonly Prefix[],
  ) {
    this.done = this.#run()
  }

  /** Returns how to stop listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  get strays(): Strays {
    // Judged late: packets may overtake the capsule that assigns their address.
    const assigned = this.assigned()
    const counts = [...this.#unclaimed].map(([destination, count]) => [isAmong(destination, assigned), count] as const)
    const sum = (mine: boolean): number => counts.reduce((all, [is, count]) => (is === mine ? all + count : all), 0)
    return {packets: sum(true), notForUs: sum(false), malformed: this.#malformed}
  }

  /** Of packets that no receiver accepts: what is wrong with them, a few of each kind. */
  get problems(): readonly string[] {
    return [...this.#problems]
  }

  async #run(): Promise<void> {
    for await (const {packet, atNs, carrier} of this.tunnel.received()) {
      const inner = understand(packet)
      if (!inner || inner.problems.length > 0) this.#onMalformed(inner)
      else if (!isAmong(inner.destination, this.assigned()) || !this.#offer({inner, atNs, carrier})) {
        this.#onUnclaimed(inner)
      }
    }
  }

  #offer(heard: Heard): boolean {
    for (const listener of [...this.#listeners]) if (listener(heard)) return true
    return false
  }

  #onUnclaimed({destination}: Inner): void {
    const before = this.#unclaimed.get(destination)
    if (before !== undefined || this.#unclaimed.size < MAX_DESTINATIONS) {
      this.#unclaimed.set(destination, (before ?? 0) + 1)
    }
  }

  #onMalformed(inner: Inner | undefined): void {
    this.#malformed++
    const words = inner?.problems ?? ['no IP packet']
    for (const problem of words) if (this.#problems.size < MAX_PROBLEMS) this.#problems.add(problem)
  }
}

const MAX_PROBLEMS = 4
const MAX_DESTINATIONS = 256

function isAmong(destination: string, assigned: readonly Prefix[]): boolean {
  return assigned.some(({address, prefixLength}) => isInPrefix(destination, address, prefixLength))
}
