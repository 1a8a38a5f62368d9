// Makes new inputs of old ones. What matters for decoders: lengths that lie, integers at their edges, things cut off,
// doubled, or put into one another.
import * as varint from '../../../dist/lib/wire/varint.js'

const INTERESTING = [0, 1, 0x0f, 0x1f, 0x3f, 0x40, 0x7f, 0x80, 0xbf, 0xc0, 0xfe, 0xff]
const EDGES = [
  0n,
  63n,
  64n,
  16_383n,
  16_384n,
  65_535n,
  (1n << 30n) - 1n,
  1n << 30n,
  (1n << 53n) - 1n,
  1n << 53n,
  varint.MAX,
]
/** Longer inputs find little more, and slowly. */
const USUAL_LENGTH = 4096
/** Now and then one that is, for what is not linear. */
const LARGE_LENGTH = 128 * 1024

/**
 * @param {Uint8Array} input
 * @param {readonly Uint8Array[]} corpus
 * @param {import('../../../dist/lib/spec/random.js').Random} random
 * @returns {Uint8Array}
 */
export function mutate(input, corpus, random) {
  let out = input
  for (let left = 1 + random.integer(5); left > 0; left--) {
    out = MUTATIONS[random.integer(MUTATIONS.length)](out, random, corpus)
  }
  if (random.integer(2000) === 0) out = repeat(out, random)
  return out.length > LARGE_LENGTH ? out.slice(0, LARGE_LENGTH) : out
}

const MUTATIONS = [
  flip,
  set,
  set,
  insert,
  remove,
  remove,
  truncate,
  double,
  splice,
  splice,
  integer,
  integer,
  swap,
  count,
]

function flip(input, random) {
  return changed(input, random, octet => octet ^ (1 << random.integer(8)))
}

function set(input, random) {
  const value = random.integer(2) === 0 ? INTERESTING[random.integer(INTERESTING.length)] : random.integer(256)
  return changed(input, random, () => value)
}

function changed(input, random, change) {
  if (input.length === 0) return random.bytes(1)
  const out = input.slice()
  const at = random.integer(out.length)
  out[at] = change(out[at])
  return out
}

function insert(input, random) {
  return put(input, random.integer(input.length + 1), random.bytes(1 + random.integer(4)))
}

function remove(input, random) {
  const {start, end} = range(input, random)
  return Uint8Array.from([...input.subarray(0, start), ...input.subarray(end)])
}

function truncate(input, random) {
  return input.slice(0, random.integer(input.length + 1))
}

function double(input, random) {
  const {start, end} = range(input, random)
  return put(input, random.integer(input.length + 1), input.subarray(start, end))
}

function splice(input, random, corpus) {
  const other = corpus[random.integer(corpus.length)] ?? input
  const {start, end} = range(other, random)
  return put(input, random.integer(input.length + 1), other.subarray(start, end))
}

/** An integer of QUIC, with any width that holds it. */
function integer(input, random) {
  const value = EDGES[random.integer(EDGES.length)]
  const widths = [1, 2, 4, 8].filter(width => width >= varint.size(value))
  const bytes = varint.write(value, widths[random.integer(widths.length)])
  const at = random.integer(input.length + 1)
  return random.integer(2) === 0 ? put(input, at, bytes) : put(cut(input, at, bytes.length), at, bytes)
}

function swap(input, random) {
  if (input.length < 2) return input
  const out = input.slice()
  const [left, right] = [random.integer(out.length), random.integer(out.length)]
  ;[out[left], out[right]] = [out[right], out[left]]
  return out
}

/** What may be a length becomes the length of what follows, or one more or less. */
function count(input, random) {
  if (input.length === 0) return input
  const at = random.integer(input.length)
  const out = input.slice()
  out[at] = Math.min(input.length - at - 2 + random.integer(3), 255)
  return out
}

function repeat(input, random) {
  if (input.length === 0) return input
  const wanted = Math.min(LARGE_LENGTH, input.length * (1 + random.integer(1000)))
  const out = new Uint8Array(wanted)
  for (let at = 0; at < wanted; at += input.length) out.set(input.subarray(0, wanted - at), at)
  return out
}

function range({length}, random) {
  const start = random.integer(length + 1)
  return {start, end: start + random.integer(Math.min(length - start, 64) + 1)}
}

function put(input, at, bytes) {
  if (input.length + bytes.length > USUAL_LENGTH) return input
  const out = new Uint8Array(input.length + bytes.length)
  out.set(input.subarray(0, at))
  out.set(bytes, at)
  out.set(input.subarray(at), at + bytes.length)
  return out
}

function cut(input, at, length) {
  return Uint8Array.from([...input.subarray(0, at), ...input.subarray(at + length)])
}
