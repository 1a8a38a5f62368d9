/** What one client has been given, and how its requests are answered: RFC 9484 sections 4.7.1 and 4.7.2. */
import type {AddressPolicy} from '../../spec/ip-policy.js'
import type {AddressEntry} from '../../wire/connect-ip/address-entry.js'
import {BITS, family, type Family} from '../../wire/ip/address.js'
import type {IpClient} from './client.js'
import type {Prefix} from './prefix.js'
import type {IpService} from './service.js'

const ANY: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

export class Assignments {
  #given: AddressEntry[] = []
  readonly #refused: AddressEntry[] = []
  /** Requests are answered once, if at all. */
  readonly #seen = new Set<bigint>()

  constructor(
    private readonly client: IpClient,
    private readonly service: IpService,
  ) {}

  get #policy(): AddressPolicy {
    return this.service.policy.addresses
  }

  /** Without being asked. False: there should have been some, and nothing is left. */
  open(families: readonly Family[]): boolean {
    const wanted = this.#policy.onOpen(families)
    for (const {family: of, prefixLength} of wanted) {
      const taken = this.service.take(this.client, of, prefixLength)
      if (taken) this.#give(0n, taken)
    }
    return wanted.length === 0 || this.#given.length > 0
  }

  /** All that is assigned now, of these families. */
  list(families: readonly Family[]): readonly AddressEntry[] {
    return [...this.#given, ...(this.#policy.repeatsRefusals ? this.#refused : [])].filter(({address}) =>
      families.includes(family(address)),
    )
  }

  families(): readonly Family[] {
    return [...new Set(this.#given.map(({address}) => family(address)))].toSorted((a, b) => a - b)
  }

  /** Nothing of this family after all. */
  withdraw(of: Family): void {
    this.#given = this.#given.filter(({address}) => family(address) !== of)
    this.service.release(this.client, of)
  }

  isNew({requestId}: AddressEntry): boolean {
    return !this.#seen.has(requestId)
  }

  /** A refusal is no part of what is given: it is said once, beside that. */
  answer(wish: AddressEntry, isUsable: boolean): 'given' | 'ignored' | {readonly refusal: AddressEntry} {
    this.#seen.add(wish.requestId)
    const of = family(wish.address)
    const action = this.#policy.onRequest(wish, this.#given.length)
    if (action === 'ignore') return 'ignored'
    const taken = action === 'assign' && isUsable ? this.#take(wish, of) : undefined
    const requestId = this.#policy.answerId(wish.requestId)
    if (taken) {
      this.#give(requestId, taken)
      return 'given'
    }
    const refusal = {requestId, ...this.#policy.refusal(of)}
    this.#refused.push(refusal)
    return {refusal}
  }

  #take({address, prefixLength}: AddressEntry, of: Family): Prefix | undefined {
    const length = this.#policy.prefixLength(of, prefixLength)
    const wish = this.#policy.grantsWishes && !ANY.has(address) ? address : undefined
    // Less than was asked for is better than nothing.
    return this.service.take(this.client, of, length, wish) ?? this.service.take(this.client, of, BITS[of], wish)
  }

  #give(requestId: bigint, {address, length}: Prefix): void {
    this.#given.push({requestId, address, prefixLength: length})
  }
}
