import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {Cursor} from '../../src/lib/wire/cursor.js'
import * as fieldSection from '../../src/lib/wire/qpack/field-section.js'
import * as huffman from '../../src/lib/wire/hpack/huffman.js'
import * as instructions from '../../src/lib/wire/qpack/instructions.js'
import * as integer from '../../src/lib/wire/hpack/integer.js'
import {STATIC_TABLE, findField, findName} from '../../src/lib/wire/qpack/static-table.js'
import {ascii, hex, prefixes, show, wireErrorOf} from '../support/bytes.js'
import {vectors} from '../support/vectors.js'

describe('prefixed integers', () => {
  interface Vector {
    readonly source: string
    readonly what: string
    readonly value: number
    readonly bits: number
    readonly octets: string
  }
  it.each(vectors('prefixed') as Vector[])('$source: $what', ({value, bits, octets}) => {
    expect(show(Uint8Array.from(integer.write(value, bits)))).toBe(octets)
    expect(integer.read(new Cursor(hex(octets)), bits)).toBe(value)
  })

  it('survives a round trip at every prefix, beside any flags', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({min: 1, max: 8}), (value, bits) => {
        const wire = Uint8Array.from(integer.write(value, bits, (0xff << bits) & 0xff))
        const cursor = new Cursor(wire)
        expect(integer.read(cursor, bits)).toBe(value)
        cursor.end()
        for (const prefix of prefixes(wire))
          expect(wireErrorOf(() => integer.read(new Cursor(prefix), bits))).toBe('truncated')
      }),
    )
  })

  it('ends when somebody never does', () => {
    expect(wireErrorOf(() => integer.read(new Cursor(hex('ff' + 'ff'.repeat(20))), 8))).toBe('too-large')
    expect(wireErrorOf(() => integer.read(new Cursor(hex('ff' + '80'.repeat(20) + '01')), 8))).toBe('too-large')
  })
})

describe('Huffman code', () => {
  interface Vector {
    readonly source: string
    readonly text: string
    readonly octets: string
  }
  it.each(vectors('huffman') as Vector[])('$source: $text', ({text, octets}) => {
    expect(show(huffman.encode(ascii(text)))).toBe(octets)
    expect(show(huffman.decode(hex(octets)))).toBe(show(ascii(text)))
  })

  it('survives a round trip of any octets', () => {
    fc.assert(
      fc.property(fc.uint8Array(), bytes => {
        expect(show(huffman.decode(huffman.encode(bytes)))).toBe(show(bytes))
      }),
    )
  })

  it.each([
    ['EOS inside', 'ffffffff'],
    ['a whole octet of padding', '1fff'],
    ['padding of zeroes', '18'],
  ])('refuses %s', (_, wire) => {
    expect(wireErrorOf(() => huffman.decode(hex(wire)))).toBe('malformed')
  })
})

describe('static table', () => {
  it('has 99 entries, with landmarks where RFC 9204 appendix A has them', () => {
    expect(STATIC_TABLE).toHaveLength(99)
    const landmarks: readonly [number, string, string][] = [
      [0, ':authority', ''],
      [1, ':path', '/'],
      [15, ':method', 'CONNECT'],
      [23, ':scheme', 'https'],
      [25, ':status', '200'],
      [63, ':status', '100'],
      [71, ':status', '500'],
      [85, 'content-security-policy', "script-src 'none'; object-src 'none'; base-uri 'none'"],
      [95, 'user-agent', ''],
      [98, 'x-frame-options', 'sameorigin'],
    ]
    for (const [index, name, value] of landmarks) expect(STATIC_TABLE[index]).toEqual({name, value})
  })

  it('is found by field and by name', () => {
    expect([findField(':status', '200'), findName(':status'), findField('x', 'y')]).toEqual([25, 24, undefined])
  })
})

describe('field sections', () => {
  // RFC 9204 appendix B.1.
  it('RFC 9204 B.1: a literal with a name from the static table', () => {
    const wire = '0000510b2f696e6465782e68746d6c'
    expect(fieldSection.read(hex(wire))).toEqual([{name: ':path', value: '/index.html'}])
    expect(show(fieldSection.write([{name: ':path', value: '/index.html'}], {huffman: false}))).toBe(wire)
  })

  it.each([
    ['RFC 9204 B.2: two references past the base', '03811011', 'no-such-entry'],
    ['RFC 9204 B.4: an insert count above zero', '050080c181', 'no-such-entry'],
    ['a dynamic reference with insert count 0', '000080', 'no-such-entry'],
    ['a dynamic name reference', '00004000', 'no-such-entry'],
    ['a post-base name reference', '00000000', 'no-such-entry'],
    ['an index beyond the static table', '0000ff24', 'no-such-entry'],
    ['nothing at all', '', 'truncated'],
  ])('diagnoses %s', (_, wire, code) => {
    expect(wireErrorOf(() => fieldSection.read(hex(wire)))).toBe(code)
  })

  const name = fc.string({unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz-:'), minLength: 1, maxLength: 30})
  const value = fc.string({unit: fc.integer({min: 0, max: 255}).map(code => String.fromCharCode(code)), maxLength: 50})
  const field = fc.record({name, value, neverIndexed: fc.boolean()})
  const tableField = fc.constantFrom(...STATIC_TABLE).map(entry => ({...entry, neverIndexed: false}))

  it('keeps order, octets and never-indexed marks through a round trip', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(field, tableField)), fc.boolean(), fc.boolean(), (fields, compress, literal) => {
        const read = fieldSection.read(fieldSection.write(fields, {huffman: compress, literal}))
        expect(read.map(entry => ({neverIndexed: false, ...entry}))).toEqual(fields)
      }),
    )
  })

  it('is truncated at every octet of its last field, or shorter by whole fields', () => {
    const wire = fieldSection.write([{name: 'capsule-protocol', value: '?1'}])
    for (const prefix of prefixes(wire).slice(3)) expect(wireErrorOf(() => fieldSection.read(prefix))).toBe('truncated')
  })

  it('stops at the size it was told', () => {
    const wire = fieldSection.write([{name: 'a', value: 'x'.repeat(100)}], {huffman: false})
    expect(fieldSection.read(wire, 133)).toHaveLength(1)
    expect(wireErrorOf(() => fieldSection.read(wire, 132))).toBe('too-large')
  })

  it('writes what no polite library would', () => {
    const rude = [
      {name: 'Capsule-Protocol', value: '?1'},
      {name: ':path', value: ''},
      {name: '', value: 'nameless'},
    ]
    expect(fieldSection.read(fieldSection.write(rude))).toEqual(rude)
  })
})

describe('instructions to a table of capacity 0', () => {
  it.each([
    ['20', 'set-capacity', undefined],
    ['3fbd01', 'set-capacity', 'the QPACK encoder set a table capacity of 220; we allow 0'],
    ['c00f7777772e6578616d706c652e636f6d', 'insert', 'the QPACK encoder inserted an entry into a table of capacity 0'],
    [
      '4a637573746f6d2d6b65790c637573746f6d2d76616c7565',
      'insert',
      'the QPACK encoder inserted an entry into a table of capacity 0',
    ],
    ['02', 'duplicate', 'the QPACK encoder duplicated entry 2 of an empty table'],
  ])('names the encoder instruction %s', (wire, kind, violation) => {
    // The examples of RFC 9204 appendix B.
    const instruction = instructions.readEncoder(new Cursor(hex(wire)))
    expect(instruction.kind).toBe(kind)
    expect(instructions.encoderViolation(instruction)).toBe(violation)
  })

  it.each([
    ['84', {kind: 'section-acknowledgment', streamId: 4}, false],
    ['48', {kind: 'stream-cancellation', streamId: 8}, true],
    ['01', {kind: 'insert-count-increment', increment: 1}, false],
  ])('names the decoder instruction %s', (wire, expected, legal) => {
    const instruction = instructions.readDecoder(new Cursor(hex(wire)))
    expect(instruction).toEqual(expected)
    expect(instructions.decoderViolation(instruction) === undefined).toBe(legal)
  })

  it('waits for the rest of an instruction without moving', () => {
    for (const prefix of prefixes(hex('4a637573746f6d2d6b65790c637573746f6d2d76616c7565'))) {
      const cursor = new Cursor(prefix)
      expect(wireErrorOf(() => instructions.readEncoder(cursor))).toBe('truncated')
      expect(cursor.offset).toBe(0)
    }
  })
})
