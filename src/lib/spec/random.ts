/**
 * Chance as a parameter: one seed, printed in every report, and the same run again.
 * Not for secrets; keys and nonces come from node:crypto.
 */

export interface Random {
  /** Uniform in [0, 1). */
  readonly next: () => number
  /** Uniform integer in [0, below). */
  readonly integer: (below: number) => number
  readonly bytes: (length: number) => Uint8Array
  /** An independent stream, named so that adding one elsewhere does not shift this one. */
  readonly fork: (name: string) => Random
}

/** Seeds are 32-bit so that they are short to type. */
export function seeded(seed: number): Random {
  let state = mix(seed >>> 0)
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (below: number): number => Math.floor(next() * below)
  return {
    next,
    integer,
    bytes: length => Uint8Array.from({length}, () => integer(256)),
    fork: name => seeded(hash(name, seed)),
  }
}

/** Neighbouring seeds must not give neighbouring streams. */
function mix(value: number): number {
  value = Math.imul(value ^ (value >>> 16), 0x45d9f3b)
  value = Math.imul(value ^ (value >>> 16), 0x45d9f3b)
  return (value ^ (value >>> 16)) >>> 0
}

/** FNV-1a over the name, begun with the seed. */
function hash(name: string, seed: number): number {
  let value = (0x811c9dc5 ^ mix(seed)) >>> 0
  for (let index = 0; index < name.length; index++) value = Math.imul(value ^ name.charCodeAt(index), 0x01000193) >>> 0
  return value
}
