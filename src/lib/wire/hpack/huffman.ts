/**
 * The Huffman code of RFC 7541 appendix B. It is canonical: codes follow from their lengths, so the
 * lengths are all that stands here (symbols 0 to 255, then EOS).
 */
import {WireError} from '../error.js'

// prettier-ignore
const LENGTHS: readonly number[] = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
  6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
  13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
  15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
  20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
  22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
  26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
  20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
  30,
]
const EOS = 256

interface Code {
  readonly bits: number
  readonly length: number
}

/** A branch is the node for the next bit, or a symbol. */
type Node = [zero: Node | number, one: Node | number]

const {codes, root} = build()

export function encodedLength(bytes: Uint8Array): number {
  let bits = 0
  for (const octet of bytes) bits += LENGTHS[octet] ?? 0
  return Math.ceil(bits / 8)
}

export function encode(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(encodedLength(bytes))
  let position = 0
  for (const octet of bytes) {
    const {bits, length} = codes[octet] ?? {bits: 0, length: 0}
    for (let bit = length - 1; bit >= 0; bit--, position++) {
      if ((bits >>> bit) & 1) out[position >> 3] = (out[position >> 3] ?? 0) | (0x80 >> (position & 7))
    }
  }
  // Padding is the beginning of EOS, which is all ones (RFC 7541 section 5.2).
  for (; position < out.length * 8; position++)
    out[position >> 3] = (out[position >> 3] ?? 0) | (0x80 >> (position & 7))
  return out
}

/** @throws WireError malformed: EOS inside, padding longer than 7 bits or not of ones */
export function decode(bytes: Uint8Array): Uint8Array {
  const out: number[] = []
  let node: Node = root
  let pending = 0
  let onesOnly = true
  for (let position = 0; position < bytes.length * 8; position++) {
    const bit = ((bytes[position >> 3] ?? 0) >> (7 - (position & 7))) & 1
    const next: Node | number = node[bit as 0 | 1]
    pending++
    onesOnly &&= bit === 1
    if (typeof next === 'number') {
      if (next === EOS) throw new WireError('malformed', position >> 3, 'the Huffman string contains EOS')
      out.push(next)
      node = root
      pending = 0
      onesOnly = true
    } else {
      node = next
    }
  }
  if (pending > 7 || !onesOnly) throw new WireError('malformed', bytes.length, 'wrong padding after a Huffman string')
  return Uint8Array.from(out)
}

function build(): {codes: Code[]; root: Node} {
  const symbols = LENGTHS.map((length, symbol) => ({length, symbol}))
  symbols.sort((left, right) => left.length - right.length || left.symbol - right.symbol)
  const table: Code[] = []
  const top: Node = [EOS, EOS]
  let next = 0
  let previous = 0
  for (const {length, symbol} of symbols) {
    next *= 2 ** (length - previous)
    previous = length
    table[symbol] = {bits: next, length}
    insert(top, next, length, symbol)
    next++
  }
  return {codes: table, root: top}
}

function insert(top: Node, bits: number, length: number, symbol: number): void {
  let node = top
  for (let bit = length - 1; bit > 0; bit--) {
    const side = ((bits >>> bit) & 1) as 0 | 1
    let child = node[side]
    if (typeof child === 'number') node[side] = child = [EOS, EOS]
    node = child
  }
  node[(bits & 1) as 0 | 1] = symbol
}
