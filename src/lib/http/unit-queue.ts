/**
 * What arrived and nobody has read yet. Bounded: of datagrams the oldest is dropped and counted, as a
 * network would; capsules are never dropped, their sender waits.
 */
import type {Unit} from './transport.js'

const MAX_DATAGRAMS = 4096
const MAX_DATAGRAM_BYTES = 8 << 20
const MAX_CAPSULES = 64

export class UnitQueue {
  #units: Unit[] = []
  #datagrams = 0
  #datagramBytes = 0
  #capsules = 0
  #closed = false
  #reader: (() => void) | undefined
  #room: (() => void) | undefined
  dropped = 0

  pushDatagram(unit: Extract<Unit, {kind: 'datagram'}>): void {
    if (this.#closed) return
    while (this.#datagrams >= MAX_DATAGRAMS || this.#datagramBytes + unit.payload.length > MAX_DATAGRAM_BYTES) {
      if (!this.#dropOldest()) break
    }
    this.#datagrams++
    this.#datagramBytes += unit.payload.length
    this.#push(unit)
  }

  /** Resolves when there is room for another. */
  async pushCapsule(unit: Extract<Unit, {kind: 'capsule' | 'oversized'}>): Promise<void> {
    if (this.#closed) return
    this.#capsules++
    this.#push(unit)
    if (this.#capsules < MAX_CAPSULES) return
    await new Promise<void>(resolve => {
      this.#room = resolve
    })
  }

  /** The next unit; undefined when closed and empty. */
  async next(): Promise<Unit | undefined> {
    for (;;) {
      const unit = this.#units.shift()
      if (unit) {
        this.#account(unit)
        return unit
      }
      if (this.#closed) return undefined
      await new Promise<void>(resolve => {
        this.#reader = resolve
      })
    }
  }

  /** Everything waiting that is a datagram, in order: for a sink that comes late. */
  takeDatagrams(): Extract<Unit, {kind: 'datagram'}>[] {
    const taken = this.#units.filter(unit => unit.kind === 'datagram')
    this.#units = this.#units.filter(unit => unit.kind !== 'datagram')
    this.#datagrams = 0
    this.#datagramBytes = 0
    return taken
  }

  /** Nothing comes any more; what is there can still be read. */
  close(): void {
    this.#closed = true
    this.#reader?.()
    this.#room?.()
  }

  #push(unit: Unit): void {
    this.#units.push(unit)
    const reader = this.#reader
    this.#reader = undefined
    reader?.()
  }

  #account(unit: Unit): void {
    if (unit.kind === 'datagram') {
      this.#datagrams--
      this.#datagramBytes -= unit.payload.length
      return
    }
    this.#capsules--
    const room = this.#room
    this.#room = undefined
    room?.()
  }

  #dropOldest(): boolean {
    const index = this.#units.findIndex(unit => unit.kind === 'datagram')
    const [unit] = index < 0 ? [] : this.#units.splice(index, 1)
    if (!unit) return false
    this.#account(unit)
    this.dropped++
    return true
  }
}
