/** Frames of QUIC packets: each type by an example, truncated at every octet, and what no definition allows. */
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {concat} from '../../src/lib/wire/bytes.js'
import {WireError} from '../../src/lib/wire/error.js'
import * as frames from '../../src/lib/wire/quic/frames.js'
import * as longHeader from '../../src/lib/wire/quic/long-header.js'
import * as varint from '../../src/lib/wire/varint.js'
import {hex, prefixes, show, wireErrorOf} from '../support/bytes.js'

type Kind = frames.Frame['kind']

/** Octets as hex, so that a failure can be read. */
function plain(frame: frames.Frame): Record<string, unknown> {
  const {offset, bytes, type, ...body} = frame
  expect([offset, bytes > 0]).toEqual([offset, true])
  const entries = Object.entries<unknown>(body)
  const shown = entries.map(([key, value]): [string, unknown] => [
    key,
    value instanceof Uint8Array ? show(value) : value,
  ])
  return {type, ...Object.fromEntries(shown)}
}

const readAll = (wire: Uint8Array) => [...frames.read(wire)]

const EXAMPLES: readonly [wire: string, expected: Record<string, unknown> & {kind: Kind}][] = [
  ['01', {kind: 'ping', type: 1n}],
  ['02 0a 19 00 03', {kind: 'ack', type: 2n, delay: 25n, ranges: [{from: 7n, to: 10n}], ecn: undefined}],
  [
    '03 4400 00 01 00 02 01 0a 0b 0c',
    {
      kind: 'ack',
      type: 3n,
      delay: 0n,
      ranges: [
        {from: 1024n, to: 1024n},
        {from: 1019n, to: 1020n},
      ],
      ecn: {ect0: 10n, ect1: 11n, ce: 12n},
    },
  ],
  ['04 04 410c 05', {kind: 'reset_stream', type: 4n, streamId: 4n, code: 0x10cn, finalSize: 5n}],
  ['05 04 410c', {kind: 'stop_sending', type: 5n, streamId: 4n, code: 0x10cn}],
  ['06 05 03 aabbcc', {kind: 'crypto', type: 6n, at: 5n, data: 'aabbcc'}],
  ['07 02 abcd', {kind: 'new_token', type: 7n, token: 'abcd'}],
  ['0f 04 4010 02 6869', {kind: 'stream', type: 15n, streamId: 4n, at: 16n, fin: true, data: '6869'}],
  ['08 00 6869', {kind: 'stream', type: 8n, streamId: 0n, at: 0n, fin: false, data: '6869'}],
  ['0b 00 00', {kind: 'stream', type: 11n, streamId: 0n, at: 0n, fin: true, data: ''}],
  ['10 80100000', {kind: 'max_data', type: 16n, maximum: 1n << 20n}],
  ['11 04 4100', {kind: 'max_stream_data', type: 17n, streamId: 4n, maximum: 256n}],
  ['12 4064', {kind: 'max_streams', type: 18n, way: 'bidirectional', maximum: 100n}],
  ['13 03', {kind: 'max_streams', type: 19n, way: 'unidirectional', maximum: 3n}],
  ['14 09', {kind: 'data_blocked', type: 20n, limit: 9n}],
  ['15 04 09', {kind: 'stream_data_blocked', type: 21n, streamId: 4n, limit: 9n}],
  ['16 01', {kind: 'streams_blocked', type: 22n, way: 'bidirectional', limit: 1n}],
  ['17 01', {kind: 'streams_blocked', type: 23n, way: 'unidirectional', limit: 1n}],
  [
    `18 02 01 04 01020304 ${'f0'.repeat(16)}`,
    {
      kind: 'new_connection_id',
      type: 24n,
      sequence: 2n,
      retirePriorTo: 1n,
      connectionId: '01020304',
      resetToken: 'f0'.repeat(16),
    },
  ],
  ['19 01', {kind: 'retire_connection_id', type: 25n, sequence: 1n}],
  ['1a 0102030405060708', {kind: 'path_challenge', type: 26n, data: '0102030405060708'}],
  ['1b 0102030405060708', {kind: 'path_response', type: 27n, data: '0102030405060708'}],
  [
    '1c 07 06 02 6e6f',
    {kind: 'connection_close', type: 28n, space: 'transport', code: 7n, frameType: 6n, reason: '6e6f'},
  ],
  [
    '1d 4100 00',
    {kind: 'connection_close', type: 29n, space: 'application', code: 0x100n, frameType: undefined, reason: ''},
  ],
  ['1e', {kind: 'handshake_done', type: 30n}],
  ['30 0b00ff', {kind: 'datagram', type: 48n, data: '0b00ff'}],
  ['31 03 0b00ff', {kind: 'datagram', type: 49n, data: '0b00ff'}],
  ['1f', {kind: 'immediate_ack', type: 31n}],
  [
    '40af 01 0a 80 0061a8 01',
    {kind: 'ack_frequency', type: 0xafn, sequence: 1n, threshold: 10n, maxDelayUs: 25000n, reordering: 1n},
  ],
  ['40b1 aabb', {kind: 'unknown', type: 0xb1n, rest: 'aabb'}],
]

/** To the end of the packet: from so many octets on, a shorter packet is a shorter frame. */
const OPEN_ENDED: ReadonlyMap<unknown, number> = new Map([
  [8n, 2],
  [48n, 1],
  [0xb1n, 2],
])

describe('QUIC frames', () => {
  it.each(EXAMPLES)('%s', (wire, expected) => {
    expect(readAll(hex(wire)).map(plain)).toEqual([expected])
  })

  it('knows every type of RFC 9000 and RFC 9221', () => {
    const known = new Set(EXAMPLES.map(([, {type}]) => type as bigint))
    const types = [...Array.from({length: 0x1f}).keys(), 0x30, 0x31].map(BigInt)
    const missing = types.filter(type => !known.has(type) && type !== 0n && !(type >= 8n && type <= 15n))
    expect(missing).toEqual([])
  })

  it.each(EXAMPLES)('truncated anywhere: %s', (wire, {type}) => {
    const bytes = hex(wire)
    for (const prefix of prefixes(bytes)) {
      if (prefix.length === 0 || prefix.length >= (OPEN_ENDED.get(type) ?? bytes.length)) continue
      expect(wireErrorOf(() => readAll(prefix))).toBe('truncated')
    }
  })

  it('counts padding as one, and says where each frame was', () => {
    const list = readAll(hex('01 000000 1e 0000'))
    expect(list.map(({kind, offset, bytes}) => [kind, offset, bytes])).toEqual([
      ['ping', 0, 1],
      ['padding', 1, 3],
      ['handshake_done', 4, 1],
      ['padding', 5, 2],
    ])
  })

  it.each([
    ['ACK below packet 0', '02 03 00 00 04'],
    ['ACK whose second range is below packet 0', '02 05 00 01 03 01 00'],
    ['a token of nothing', '07 00'],
    ['more streams than there can be', '12 d000000000000001'],
    ['streams blocked beyond what there can be', '17 d000000000000001'],
    ['a connection ID of no octets', `18 00 00 00 ${'00'.repeat(16)}`],
    ['a connection ID of 21 octets', `18 00 00 15 ${'00'.repeat(37)}`],
    ['a connection ID that retires itself', `18 00 01 01 aa ${'00'.repeat(16)}`],
    ['CRYPTO data past the end of the stream', '06 ffffffffffffffff 01 aa'],
    ['STREAM data past the end of the stream', '0e 00 ffffffffffffffff 01 aa'],
  ])('refuses %s', (_, wire) => {
    expect(wireErrorOf(() => readAll(hex(wire)))).toBe('malformed')
  })

  it('yields what stands before nonsense', () => {
    const seen: Kind[] = []
    const read = (): void => {
      for (const {kind} of frames.read(hex('01 1e 07 00'))) seen.push(kind)
    }
    expect(wireErrorOf(read)).toBe('malformed')
    expect(seen).toEqual(['ping', 'handshake_done'])
  })

  it('is whole and in order: the octets of all frames are the octets of the packet', () => {
    const one = fc.constantFrom(...EXAMPLES.filter(([, {type}]) => !OPEN_ENDED.has(type)))
    fc.assert(
      fc.property(fc.array(one, {maxLength: 12}), list => {
        const wire = concat(...list.map(([text]) => hex(text)))
        const read = readAll(wire)
        expect(read.map(({kind}) => kind)).toEqual(list.map(([, {kind}]) => kind))
        expect(read.reduce((sum, {bytes}) => sum + bytes, 0)).toBe(wire.length)
      }),
    )
  })

  it('reads acknowledged ranges back, whatever they were', () => {
    const step = fc.tuple(fc.bigInt(0n, 70n), fc.bigInt(0n, 70n))
    fc.assert(
      fc.property(fc.bigInt(0n, 70n), fc.array(step, {maxLength: 8}), (first, steps) => {
        const span = steps.reduce((sum, [gap, length]) => sum + gap + length + 2n, first)
        const parts = [span, 0n, BigInt(steps.length), first, ...steps.flat()]
        const [frame] = readAll(concat(Uint8Array.of(2), ...parts.map(part => varint.write(part))))
        let to = span
        const expected = [first, ...steps.map(([, length]) => length)].map((length, index) => {
          if (index > 0) to -= steps[index - 1]![0] + 2n
          const range = {from: to - length, to}
          to = range.from
          return range
        })
        expect(frame).toMatchObject({kind: 'ack', ranges: expected})
        expect(expected.at(-1)!.from).toBe(0n)
      }),
    )
  })

  it('throws nothing but WireError on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 200}), bytes => {
        try {
          readAll(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(WireError)
        }
      }),
      {numRuns: 1000},
    )
  })
})

describe('long headers', () => {
  const initial = 'c0 00000001 04 01020304 02 aabb 01 ff 4005 0102030405'
  const handshake = 'e0 00000001 02 aabb 04 01020304 02 0102'

  it('tells the packets of a datagram apart', () => {
    const wire = hex(`${initial} ${handshake} 41 0102`)
    const list = [...longHeader.read(wire)].map(({destinationId, sourceId, ...rest}) => ({
      ...rest,
      ids: [show(destinationId), show(sourceId)],
    }))
    expect(list).toEqual([
      {type: 'initial', version: 1, ids: ['01020304', 'aabb'], bytes: 22, length: 5, tokenBytes: 1},
      {type: 'handshake', version: 1, ids: ['aabb', '01020304'], bytes: 16, length: 2, tokenBytes: 0},
    ])
  })

  it('takes Retry and Version Negotiation to the end of the datagram', () => {
    const types = (wire: string) => [...longHeader.read(hex(wire))].map(({type, bytes}) => [type, bytes])
    expect(types('f0 00000001 00 02 aabb 0102030405')).toEqual([['retry', 14]])
    expect(types('80 00000000 00 02 aabb 00000001')).toEqual([['version_negotiation', 13]])
    expect(types('d0 00000001 01 aa 00 01 ff')).toEqual([['0RTT', 10]])
  })

  it('is truncated at every octet of a packet with a length', () => {
    for (const prefix of prefixes(hex(initial))) {
      if (prefix.length > 0) expect(wireErrorOf(() => [...longHeader.read(prefix)])).toBe('truncated')
    }
  })

  it('does not guess at versions it does not know', () => {
    expect(wireErrorOf(() => [...longHeader.read(hex('c0 6b3343cf 00 00 00 00'))])).toBe('malformed')
  })
})
