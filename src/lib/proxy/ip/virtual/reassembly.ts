/** Fragments back to packets, as a host does it (RFC 791, RFC 8200 section 4.5): bounded, and without overlaps (RFC 5722). */
import type {Clock} from '../../../spec/clock.js'
import {concat} from '../../../wire/bytes.js'
import {chain, FRAGMENT, readChain} from '../../../wire/ip/extensions.js'
import {upper, write} from '../../../wire/ip/packet.js'
import {MF} from '../../../wire/ip/v4.js'
import type {Facts} from '../facts.js'

interface Piece {
  readonly offset: number
  readonly more: boolean
  readonly facts: Facts
  readonly payload: Uint8Array
}

interface Puzzle {
  readonly since: number
  readonly pieces: Piece[]
}

const MAX_PUZZLES = 32
const MAX_PIECES = 64
const PATIENCE_MS = 60_000
const FRAGMENT_HEADER = 8

export class Reassembly {
  readonly #puzzles = new Map<string, Puzzle>()

  constructor(private readonly clock: Clock) {}

  /** The whole packet, if this is one or the last piece of one. */
  add(facts: Facts): Uint8Array | undefined {
    const {fragment} = upper(facts.packet)
    if (!fragment) return facts.bytes
    const {source, destination, packet} = facts
    const protocol = packet.version === 4 ? packet.protocol : 0
    const key = `${source} ${destination} ${protocol} ${fragment.id}`
    const puzzle = this.#puzzle(key)
    puzzle.pieces.push({offset: fragment.offset, more: fragment.more, facts, payload: fragmented(facts)})
    puzzle.pieces.sort((a, b) => a.offset - b.offset)
    const state = stateOf(puzzle.pieces)
    if (state === 'incomplete' && puzzle.pieces.length < MAX_PIECES) return undefined
    this.#puzzles.delete(key)
    return state === 'complete' ? joined(puzzle.pieces) : undefined
  }

  #puzzle(key: string): Puzzle {
    const now = this.clock.now()
    for (const [other, {since}] of this.#puzzles) {
      if (now - since > PATIENCE_MS || (this.#puzzles.size >= MAX_PUZZLES && other !== key)) this.#puzzles.delete(other)
    }
    const found = this.#puzzles.get(key) ?? {since: now, pieces: []}
    this.#puzzles.set(key, found)
    return found
  }
}

/** Behind the IPv4 header, or behind the fragment header. */
function fragmented({packet}: Facts): Uint8Array {
  if (packet.version === 4) return packet.payload
  const {length} = beforeFragment(packet.nextHeader, packet.payload).bytes
  return packet.payload.subarray(length + FRAGMENT_HEADER)
}

function beforeFragment(nextHeader: number, payload: Uint8Array) {
  const {extensions} = readChain(nextHeader, payload)
  const at = extensions.findIndex(({header}) => header === FRAGMENT)
  const before = extensions.slice(0, at)
  const length = before.reduce((sum, {body}) => sum + 2 + body.length, 0)
  return {before, bytes: payload.subarray(0, length), next: extensions[at]?.next ?? nextHeader}
}

function stateOf(pieces: readonly Piece[]): 'complete' | 'incomplete' | 'overlapping' {
  let end = 0
  for (const {offset, payload} of pieces) {
    if (offset < end) return 'overlapping'
    if (offset > end) return 'incomplete'
    end = offset + payload.length
  }
  return pieces.at(-1)?.more === false ? 'complete' : 'incomplete'
}

function joined(pieces: readonly Piece[]): Uint8Array | undefined {
  const packet = pieces[0]?.facts.packet
  const payload = concat(...pieces.map(piece => piece.payload))
  if (!packet || payload.length > 65_535 - 60) return undefined
  if (packet.version === 4) {
    return write({...packet, payload, flags: packet.flags & ~MF, totalLength: undefined, checksum: undefined})
  }
  const {before, next} = beforeFragment(packet.nextHeader, packet.payload)
  return write({...packet, ...chain(before, next, payload), payloadLength: undefined})
}
