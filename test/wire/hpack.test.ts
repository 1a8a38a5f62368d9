/** HPACK against the examples of RFC 7541 appendix C, against node:http2, and against what no library sends. */
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {concat} from '../../src/lib/wire/bytes.js'
import {Decoder} from '../../src/lib/wire/hpack/decoder.js'
import {Encoder, indexed, type EncodeField} from '../../src/lib/wire/hpack/encoder.js'
import {STATIC_TABLE} from '../../src/lib/wire/hpack/static-table.js'
import {hex, prefixes, show, wireErrorOf} from '../support/bytes.js'
import {vectors} from '../support/vectors.js'

interface Series {
  readonly source: string
  readonly capacity: number
  readonly huffman: boolean
  readonly blocks: readonly {
    readonly octets: string
    readonly fields: readonly (readonly [string, string])[]
    readonly tableSize: number
  }[]
}

const series = vectors('hpack') as Series[]
const pairs = (fields: readonly {name: string; value: string}[]): [string, string][] =>
  fields.map(({name, value}) => [name, value])

describe('examples', () => {
  it.each(series)('$source is read, with the table it leaves', ({capacity, blocks}) => {
    const decoder = new Decoder(capacity)
    for (const {octets, fields, tableSize} of blocks) {
      expect(pairs(decoder.read(hex(octets)))).toEqual(fields)
      expect(decoder.tableSize).toBe(tableSize)
    }
  })

  // C.2 shows single representations, which have to be asked for.
  it.each(series.filter(({blocks}) => blocks.length > 1))(
    '$source is written the same',
    ({capacity, huffman, blocks}) => {
      const encoder = new Encoder(capacity, huffman)
      for (const {octets, fields, tableSize} of blocks) {
        const wire = show(encoder.write(fields.map(([name, value]) => ({name, value}))))
        // The document codes 307 although that saves nothing; we do not. Everything else is the same.
        expect(wire).toBe(octets.replace('4883640eff', '4803333037'))
        expect(encoder.tableSize).toBe(tableSize)
      }
    },
  )

  it.each([
    ['C.2.1', {name: 'custom-key', value: 'custom-header', representation: 'incremental'}],
    ['C.2.2', {name: ':path', value: '/sample/path', representation: 'without'}],
    ['C.2.3', {name: 'password', value: 'secret', neverIndexed: true}],
    ['C.2.4', {name: ':method', value: 'GET'}],
  ] satisfies [string, EncodeField][])('RFC 7541 %s is written when asked for', (source, field) => {
    const wanted = series.find(entry => entry.source === `RFC 7541 ${source}`)?.blocks[0]?.octets
    expect(show(new Encoder(4096, false).write([field]))).toBe(wanted)
  })
})

it('the static table has 61 entries, with landmarks where RFC 7541 appendix A has them', () => {
  expect(STATIC_TABLE).toHaveLength(61)
  const landmarks: readonly [number, string, string][] = [
    [1, ':authority', ''],
    [2, ':method', 'GET'],
    [8, ':status', '200'],
    [14, ':status', '500'],
    [16, 'accept-encoding', 'gzip, deflate'],
    [28, 'content-length', ''],
    [38, 'host', ''],
    [54, 'server', ''],
    [61, 'www-authenticate', ''],
  ]
  for (const [index, name, value] of landmarks) expect(STATIC_TABLE[index - 1]).toEqual({name, value})
})

describe('any fields', () => {
  const name = fc.string({unit: fc.constantFrom(...'abcDEF-:'), maxLength: 20})
  const value = fc.string({unit: fc.integer({min: 0, max: 255}).map(code => String.fromCharCode(code)), maxLength: 40})
  const representation = fc.constantFrom('shortest', 'incremental', 'without', 'never' as const)
  const field = fc.record({name, value, representation, literalName: fc.boolean()})
  const block = fc.array(fc.oneof(field, fc.constantFrom(...STATIC_TABLE)), {maxLength: 12})

  it('survive a series of blocks on one table, however each is written, and both tables agree', () => {
    fc.assert(
      fc.property(
        fc.array(block, {maxLength: 6}),
        fc.integer({min: 0, max: 300}),
        fc.boolean(),
        (blocks, size, pack) => {
          const encoder = new Encoder(4096, pack)
          const decoder = new Decoder()
          for (const [index, fields] of blocks.entries()) {
            const change = index === 1 ? encoder.resize(size) : new Uint8Array(0)
            expect(pairs(decoder.read(concat(change, encoder.write(fields))))).toEqual(pairs(fields))
            expect(decoder.tableSize).toBe(encoder.tableSize)
          }
        },
      ),
    )
  })

  it('are truncated at every octet of the last, or fewer', () => {
    fc.assert(
      fc.property(field, only => {
        const wire = new Encoder().write([{...only, representation: 'without', literalName: true}])
        for (const prefix of prefixes(wire).slice(1)) {
          expect(['truncated', 'malformed']).toContain(wireErrorOf(() => new Decoder().read(prefix)))
        }
      }),
    )
  })

  it('keep the mark of what is never to be indexed', () => {
    const [read] = new Decoder().read(new Encoder().write([{name: 'authorization', value: 'x', neverIndexed: true}]))
    expect(read).toEqual({name: 'authorization', value: 'x', neverIndexed: true})
  })
})

describe('what is wrong', () => {
  it.each([
    ['entry 0', '80', 'no-such-entry'],
    ['an entry of an empty table', show(indexed(62)), 'no-such-entry'],
    ['a name of an empty table', '7f00' + '0161', 'no-such-entry'],
    ['a table larger than allowed', '3fe21f', 'malformed'],
    ['a change of the table after a field', '8220', 'malformed'],
    ['a Huffman string with EOS in it', '0081ff' + '00', 'malformed'],
    ['an integer without an end', 'ff' + 'ff'.repeat(20), 'too-large'],
  ])('%s', (_, wire, code) => {
    expect(wireErrorOf(() => new Decoder().read(hex(wire)))).toBe(code)
  })

  it('a bomb is refused for its size, and the table stays right', () => {
    const encoder = new Encoder(4096, false)
    const decoder = new Decoder()
    const big = encoder.write([{name: 'a', value: 'x'.repeat(3000)}])
    // Each octet stands for a field of three thousand.
    const bomb = concat(big, ...Array.from({length: 16_000}, () => indexed(62)))
    expect(wireErrorOf(() => decoder.read(bomb, 65_536))).toBe('too-large')
    expect(decoder.tableSize).toBe(3033)
    expect(pairs(decoder.read(indexed(62)))).toEqual([['a', 'x'.repeat(3000)]])
  })

  it('an entry larger than the table empties it, and is no error', () => {
    const encoder = new Encoder(100)
    const decoder = new Decoder(100)
    expect(decoder.read(encoder.write([{name: 'a', value: 'b'}]))).toHaveLength(1)
    expect(decoder.tableSize).toBe(34)
    expect(decoder.read(encoder.write([{name: 'a', value: 'b'.repeat(200)}]))).toHaveLength(1)
    expect([decoder.tableSize, encoder.tableSize]).toEqual([0, 0])
  })
})
