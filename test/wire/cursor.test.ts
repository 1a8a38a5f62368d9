import {describe, expect, it} from 'vitest'
import {Cursor} from '../../src/lib/wire/cursor.js'
import {hex, show, wireErrorOf} from '../support/bytes.js'

describe('Cursor', () => {
  it('reads big-endian integers and octets in order', () => {
    const cursor = new Cursor(hex('01 0203 04050607 08090a0b0c0d0e0f 1011'))
    expect(cursor.u8()).toBe(1)
    expect(cursor.u16()).toBe(0x0203)
    expect(cursor.u32()).toBe(0x04050607)
    expect(cursor.u64()).toBe(0x08090a0b0c0d0e0fn)
    expect(show(cursor.take(1))).toBe('10')
    expect(cursor.peek()).toBe(0x11)
    expect(show(cursor.rest())).toBe('11')
    expect(cursor.peek()).toBeUndefined()
  })

  it('reads the largest values exactly', () => {
    expect(new Cursor(hex('ffffffff')).u32()).toBe(0xffffffff)
    expect(new Cursor(hex('ffffffffffffffff')).u64()).toBe(0xffffffffffffffffn)
  })

  it.each([
    ['u16', (cursor: Cursor) => cursor.u16()],
    ['u32', (cursor: Cursor) => cursor.u32()],
    ['u64', (cursor: Cursor) => cursor.u64()],
    ['take', (cursor: Cursor) => cursor.take(2)],
    ['sub', (cursor: Cursor) => cursor.sub(2)],
  ])('a failed %s moves nothing', (_, read) => {
    const cursor = new Cursor(hex('aa'))
    expect(wireErrorOf(() => read(cursor))).toBe('truncated')
    expect(cursor.offset).toBe(0)
    expect(cursor.u8()).toBe(0xaa)
  })

  it('goes back when a reader of several values fails in the middle', () => {
    const cursor = new Cursor(hex('0102'))
    expect(wireErrorOf(() => cursor.attempt(() => [cursor.u8(), cursor.u16()]))).toBe('truncated')
    expect(cursor.offset).toBe(0)
  })

  it('keeps a container apart from what follows it', () => {
    const cursor = new Cursor(hex('010203'))
    const inner = cursor.sub(2)
    expect(inner.u8()).toBe(1)
    expect(wireErrorOf(() => inner.u16())).toBe('truncated')
    expect(wireErrorOf(() => inner.end())).toBe('trailing')
    expect(inner.u8()).toBe(2)
    inner.end()
    expect(cursor.u8()).toBe(3)
  })

  it('counts offsets from the start of the buffer', () => {
    const cursor = new Cursor(hex('000000'), 1)
    try {
      cursor.take(9)
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({offset: 1, message: '9 octets wanted, 2 left (at octet 1)'})
    }
  })
})
