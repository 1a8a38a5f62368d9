import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {Cursor} from '../../src/lib/wire/cursor.js'
import * as varint from '../../src/lib/wire/varint.js'
import {hex, prefixes, show, wireErrorOf} from '../support/bytes.js'
import {vectors} from '../support/vectors.js'

const anyVarint = fc.bigInt({min: 0n, max: varint.MAX})
const widths: readonly varint.Width[] = [1, 2, 4, 8]

describe('variable-length integers', () => {
  interface Vector {
    readonly source: string
    readonly what: string
    readonly octets: string
    readonly value: string
    readonly width: varint.Width
  }
  it.each(vectors('varint') as Vector[])('$source: $what', ({octets, value, width}) => {
    expect(varint.read(new Cursor(hex(octets)))).toEqual({value: BigInt(value), width})
    expect(show(varint.write(BigInt(value), width))).toBe(octets)
  })

  it.each([
    [0n, '00'],
    [63n, '3f'],
    [64n, '4040'],
    [16383n, '7fff'],
    [16384n, '80004000'],
    [1073741823n, 'bfffffff'],
    [1073741824n, 'c000000040000000'],
    [varint.MAX, 'ffffffffffffffff'],
  ])('the limits of each width: %s', (value, wire) => {
    expect(show(varint.write(value))).toBe(wire)
  })

  it('keeps value and width through a round trip at every width that fits', () => {
    fc.assert(
      fc.property(anyVarint, fc.constantFrom(...widths), (value, width) => {
        fc.pre(width >= varint.size(value))
        const cursor = new Cursor(varint.write(value, width))
        expect(varint.read(cursor)).toEqual({value, width})
        cursor.end()
      }),
    )
  })

  it('is truncated at every octet, and moves nothing', () => {
    for (const width of widths) {
      for (const prefix of prefixes(varint.write(5n, width))) {
        const cursor = new Cursor(prefix)
        expect(wireErrorOf(() => varint.read(cursor))).toBe('truncated')
        expect(cursor.offset).toBe(0)
      }
    }
  })

  it('refuses what does not fit', () => {
    expect(() => varint.write(64n, 1)).toThrow(RangeError)
    expect(() => varint.write(1n << 62n)).toThrow(RangeError)
    expect(() => varint.write(-1n)).toThrow(RangeError)
    expect(() => varint.size(1n << 62n)).toThrow(RangeError)
  })

  it('reads numbers up to 2^53 - 1 and no further', () => {
    expect(varint.readNumber(new Cursor(varint.write(2n ** 53n - 1n)))).toBe(Number.MAX_SAFE_INTEGER)
    const cursor = new Cursor(varint.write(2n ** 53n))
    expect(wireErrorOf(() => varint.readNumber(cursor))).toBe('too-large')
    expect(cursor.offset).toBe(0)
  })

  it('the fast path agrees with the slow one or declines', () => {
    fc.assert(
      fc.property(anyVarint, fc.constantFrom(...widths), fc.nat(3), (value, width, cut) => {
        fc.pre(width >= varint.size(value))
        const bytes = varint.write(value, width)
        const fast = varint.peekFast(bytes, 0, bytes.length - cut)
        if (cut > 0 || value >= 2n ** 49n) expect(fast).toBe(-1)
        else expect([BigInt(Math.floor(fast / 16)), fast % 16]).toEqual([value, width])
      }),
    )
    expect(varint.peekFast(new Uint8Array(0), 0, 0)).toBe(-1)
  })
})

describe('the bulk path', () => {
  const peek = (octets: string, offset = 0, end = hex(octets).length): number =>
    varint.peekFast(hex(octets), offset, end)

  it.each([
    ['3f', 63 * 16 + 1],
    ['4040', 64 * 16 + 2],
    ['80004000', 16384 * 16 + 4],
    ['c001000000000000', 2 ** 48 * 16 + 8],
    ['c001ffffffffffff', (2 ** 49 - 1) * 16 + 8],
  ])('says value and width of %s at once', (octets, expected) => {
    expect(peek(octets)).toBe(expected)
    expect(peek(`aa${octets}bb`, 1)).toBe(expected)
  })

  it('leaves to the other what it cannot hold, and what is not there', () => {
    expect(peek('c002000000000000')).toBe(-1)
    expect(peek('c100000000000000')).toBe(-1)
    expect(peek('40')).toBe(-1)
    expect(peek('4040', 0, 1)).toBe(-1)
    expect(peek('3f', 1)).toBe(-1)
    expect(peek('3f3f', 1, 1)).toBe(-1)
  })
})

it('an integer that is missing is truncated, and one below zero has no size', () => {
  expect(wireErrorOf(() => varint.read(new Cursor(hex(''))))).toBe('truncated')
  expect(() => varint.size(-1)).toThrow('-1 is not an integer of 62 bits')
  expect(() => varint.write(-1, 1)).toThrow('-1 does not fit in 1 octets')
})
