/** Byte strings and the names of capsules. */
import {describe, expect, it} from 'vitest'
import {equal, fromHex} from '../../src/lib/wire/bytes.js'
import * as capsule from '../../src/lib/wire/capsule.js'
import {hex} from '../support/bytes.js'

describe('byte strings', () => {
  it.each([
    ['', '', true],
    ['0102', '0102', true],
    ['0102', '0103', false],
    ['0201', '0301', false],
    ['01', '0102', false],
    ['0102', '01', false],
  ])('%s and %s are equal: %s', (left, right, expected) => {
    expect(equal(hex(left), hex(right))).toBe(expected)
  })

  it('are no hex, if a digit is wrong or one is missing', () => {
    expect(() => fromHex('x1')).toThrow("'x' is not a hex digit (at octet 0)")
    expect(() => fromHex('01 2g')).toThrow("'g' is not a hex digit (at octet 1)")
    expect(() => fromHex('01 2')).toThrow('half an octet is missing (at octet 1)')
  })
})

describe('capsules', () => {
  it('are named; a reserved type is told from one that nobody knows', () => {
    const types = [0n, 2n, capsule.reserved(0n), capsule.reserved(3n), 0x18n, 0x17n - 0x29n + 0x29n * 2n, 0x16n]
    expect(types.map(capsule.name)).toEqual([
      'DATAGRAM',
      'ADDRESS_REQUEST',
      'reserved 0x17',
      'reserved 0x92',
      '0x18',
      'reserved 0x40',
      '0x16',
    ])
  })
})
