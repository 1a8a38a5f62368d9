/**
 * The capsules of an IP tunnel as one of its ends sees them, client or proxy: the rules of RFC 9484 section 4.7 are the
 * same for both. Nothing is sent or received here: a capsule goes in, a new state and perhaps a verdict come out.
 */
import * as addressAssign from '../wire/connect-ip/address-assign.js'
import {isRefusal, type AddressEntry} from '../wire/connect-ip/address-entry.js'
import * as addressRequest from '../wire/connect-ip/address-request.js'
import * as routeAdvertisement from '../wire/connect-ip/route-advertisement.js'
import {Cursor} from '../wire/cursor.js'
import {WireError} from '../wire/error.js'
import {NOTHING, type AssignedAddress, type IpRange, type IpSessionState} from './ip-state.js'

/** More than any list that can be read needs: a capsule beyond this need not be held. */
export const MAX_CAPSULE = 160 * 1024
/** Of the peer's unanswered requests, of words about the peer, and of identifiers that are remembered. */
const MAX_REQUESTS = 4096
const MAX_WORDS = 64
const MAX_IDS = 65_536

/** An address that is wanted: 0.0.0.0 and :: stand for any. */
export type WantedAddress = Omit<AddressEntry, 'requestId'>

export interface Outgoing {
  readonly type: bigint
  readonly value: Uint8Array
}

export type Outcome =
  | 'taken'
  /** Of no kind that is known here. */
  | 'skipped'
  /** The rules say that the tunnel must be given up: which one was broken, in words. */
  | {readonly breach: string}
  /** More than we hold: no breach of anybody's. */
  | {readonly tooLarge: string}

export class IpSession {
  #state = NOTHING
  #nextId = 1n
  readonly #idsOfPeer = new Set<bigint>()

  get state(): IpSessionState {
    return this.#state
  }

  /** Whether the value of a capsule of this type is of interest. */
  static knows(type: bigint): boolean {
    return type === addressAssign.TYPE || type === addressRequest.TYPE || type === routeAdvertisement.TYPE
  }

  /** A capsule that is not known, or not even read: nobody is told (RFC 9297 section 3.2). */
  skipped(): void {
    this.#update({unknownCapsules: this.#state.unknownCapsules + 1})
  }

  received(type: bigint, value: Uint8Array): Outcome {
    try {
      switch (type) {
        case addressAssign.TYPE:
          return this.#assigned(addressAssign.read(new Cursor(value)))
        case addressRequest.TYPE:
          return this.#requested(addressRequest.read(new Cursor(value)))
        case routeAdvertisement.TYPE:
          return this.#advertised(routeAdvertisement.read(new Cursor(value)))
        default:
          this.skipped()
          return 'skipped'
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      const name = NAMES.get(type) ?? ''
      return error.code === 'too-large'
        ? this.tooLarge(`${name}: ${error.message}`)
        : this.#broken(`${name}: ${error.message}`)
    }
  }

  tooLarge(text: string): Outcome {
    this.#update({remarks: more(this.#state.remarks, text)})
    return {tooLarge: text}
  }

  /** Every request gets an identifier that was never used. */
  request(wanted: readonly WantedAddress[]): Outgoing {
    const entries = wanted.map(entry => ({...entry, requestId: this.#nextId++}))
    this.#update({requestsOpen: [...this.#state.requestsOpen, ...entries]})
    return {type: addressRequest.TYPE, value: addressRequest.write(entries)}
  }

  /** All that is assigned from now on. Refusals answer, and need not be repeated; nothing is checked. */
  assign(addresses: readonly AssignedAddress[], write = addressAssign.write): Outgoing {
    const answered = new Set(addresses.map(({requestId}) => requestId))
    this.#update({
      assignedByUs: addresses.filter(entry => !isRefusal(entry)),
      requestsOfPeer: this.#state.requestsOfPeer.filter(({requestId}) => !answered.has(requestId)),
    })
    return {type: addressAssign.TYPE, value: write(addresses)}
  }

  /** All that is routed from now on, in this order; nothing is checked. */
  advertise(routes: readonly IpRange[]): Outgoing {
    this.#update({ourRoutes: routes})
    return {type: routeAdvertisement.TYPE, value: routeAdvertisement.write(routes)}
  }

  #assigned(entries: readonly AssignedAddress[]): Outcome {
    this.#count('assignments')
    const [problem] = addressAssign.problems(entries)
    if (problem !== undefined) return this.#broken(`ADDRESS_ASSIGN: ${problem}`)
    for (const {requestId} of entries) {
      // What was never asked for; what was answered before may well be named again.
      if (requestId >= this.#nextId) this.#note(`ADDRESS_ASSIGN: Request ID ${requestId} was never used in a request`)
    }
    const refused = entries.filter(isRefusal)
    const repeated = refused.find(({requestId}) => this.#state.refusedToUs.some(entry => entry.requestId === requestId))
    if (repeated) this.#remark(`ADDRESS_ASSIGN: the refusal of request ${repeated.requestId} was repeated`)
    const answered = new Set(entries.map(({requestId}) => requestId))
    this.#update({
      assignedToUs: entries.filter(entry => !isRefusal(entry)).map(bare),
      refusedToUs: refused.map(bare),
      requestsOpen: this.#state.requestsOpen.filter(({requestId}) => !answered.has(requestId)),
    })
    return 'taken'
  }

  #requested(entries: readonly AddressEntry[]): Outcome {
    this.#count('requests')
    const [problem] = addressRequest.problems(entries)
    if (problem !== undefined) return this.#broken(`ADDRESS_REQUEST: ${problem}`)
    for (const {requestId} of entries) this.#checkId(requestId)
    const all = [...this.#state.requestsOfPeer, ...entries.map(bare)]
    if (all.length > MAX_REQUESTS) return this.tooLarge(`more than ${MAX_REQUESTS} unanswered requests`)
    this.#update({requestsOfPeer: all})
    return 'taken'
  }

  /** These bind the sender; nothing says that the receiver must give up the tunnel. */
  #checkId(id: bigint): void {
    if (id === 0n) this.#note('ADDRESS_REQUEST: the Request ID is 0')
    else if (this.#idsOfPeer.has(id)) this.#note(`ADDRESS_REQUEST: Request ID ${id} was used before`)
    if (this.#idsOfPeer.size < MAX_IDS) this.#idsOfPeer.add(id)
  }

  #advertised(routes: readonly IpRange[]): Outcome {
    this.#count('advertisements')
    const [problem] = routeAdvertisement.problems(routes)
    if (problem !== undefined) return this.#broken(`ROUTE_ADVERTISEMENT: ${problem}`)
    this.#update({routesOfPeer: routes})
    return 'taken'
  }

  #broken(breach: string): Outcome {
    this.#note(breach)
    return {breach}
  }

  #note(breach: string): void {
    this.#update({breaches: more(this.#state.breaches, breach)})
  }

  #remark(text: string): void {
    this.#update({remarks: more(this.#state.remarks, text)})
  }

  #count(kind: keyof IpSessionState['received']): void {
    const {received} = this.#state
    this.#update({received: {...received, [kind]: received[kind] + 1}})
  }

  #update(change: Partial<IpSessionState>): void {
    this.#state = {...this.#state, ...change}
  }
}

const NAMES: ReadonlyMap<bigint, string> = new Map([
  [addressAssign.TYPE, 'ADDRESS_ASSIGN'],
  [addressRequest.TYPE, 'ADDRESS_REQUEST'],
  [routeAdvertisement.TYPE, 'ROUTE_ADVERTISEMENT'],
])

/** Each once, and no more than anybody would read. */
function more(list: readonly string[], text: string): readonly string[] {
  return list.length >= MAX_WORDS || list.includes(text) ? list : [...list, text]
}

/** Without what only the wire knows. */
function bare({requestId, address, prefixLength}: AddressEntry): AddressEntry {
  return {requestId, address, prefixLength}
}

/** The answer to a request that is declined (RFC 9484 section 4.7.2). */
export function refusal({requestId, address}: AddressEntry): AssignedAddress {
  return address.includes(':')
    ? {requestId, address: '::', prefixLength: 128}
    : {requestId, address: '0.0.0.0', prefixLength: 32}
}
