/** Capsules of CONNECT-IP: the layouts of RFC 9484 section 4.7, and every rule about their content. */
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {Cursor} from '../../src/lib/wire/cursor.js'
import * as addressAssign from '../../src/lib/wire/connect-ip/address-assign.js'
import {isRefusal, MAX_ENTRIES} from '../../src/lib/wire/connect-ip/address-entry.js'
import * as addressRequest from '../../src/lib/wire/connect-ip/address-request.js'
import * as routes from '../../src/lib/wire/connect-ip/route-advertisement.js'
import {fromOctets} from '../../src/lib/wire/ip/address.js'
import type {Width} from '../../src/lib/wire/varint.js'
import {hex, prefixes, show, wireErrorOf} from '../support/bytes.js'

const octets = (length: number): fc.Arbitrary<string> =>
  fc.uint8Array({minLength: length, maxLength: length}).map(fromOctets)
const address = fc.oneof(octets(4), octets(16))
const entries = fc.array(
  fc.record({
    requestId: fc.bigInt({min: 0n, max: 63n}),
    idWidth: fc.constantFrom<Width>(1, 2, 4, 8),
    address,
    prefixLength: fc.nat(255),
  }),
)
const range = fc.oneof(
  fc.record({start: octets(4), end: octets(4), protocol: fc.nat(255)}),
  fc.record({start: octets(16), end: octets(16), protocol: fc.nat(255)}),
)

describe.each([
  ['ADDRESS_ASSIGN', addressAssign],
  ['ADDRESS_REQUEST', addressRequest],
])('%s', (_, codec) => {
  it('is read and written as laid out in RFC 9484 section 4.7', () => {
    const bytes = hex('01 04 c0000200 18  4002 06 20010db8000000000000000000000001 80')
    const list = codec.read(new Cursor(bytes))
    expect(list).toEqual([
      {requestId: 1n, idWidth: 1, address: '192.0.2.0', prefixLength: 24},
      {requestId: 2n, idWidth: 2, address: '2001:db8::1', prefixLength: 128},
    ])
    expect(show(codec.write(list))).toBe(show(bytes))
    expect(codec.problems(list)).toEqual([])
  })

  it('is written as it was read, right or wrong', () => {
    fc.assert(
      fc.property(entries, list => {
        const bytes = codec.write(list)
        expect(codec.read(new Cursor(bytes))).toEqual(list)
      }),
    )
  })

  it('is whole only at the end of an entry', () => {
    const bytes = codec.write([
      {requestId: 300n, address: '192.0.2.1', prefixLength: 32},
      {requestId: 1n, address: '::', prefixLength: 128},
    ])
    for (const cut of prefixes(bytes)) {
      const cursor = new Cursor(cut)
      if (cut.length === 0 || cut.length === 8) expect(codec.read(cursor)).toHaveLength(cut.length / 8)
      else expect(wireErrorOf(() => codec.read(cursor))).toBe('truncated')
      if (cut.length !== 8) expect(cursor.offset).toBe(0)
    }
  })

  it('cannot be read with an IP version of unknown size', () => {
    for (const version of [0, 5, 7, 255]) {
      const bytes = codec.write([{requestId: 1n, address: '192.0.2.1', prefixLength: 32, version}])
      expect(wireErrorOf(() => codec.read(new Cursor(bytes)))).toBe('malformed')
    }
  })

  it('has an end to what it holds', () => {
    const one = {requestId: 1n, address: '192.0.2.1', prefixLength: 32}
    const full = codec.write(Array<typeof one>(MAX_ENTRIES).fill(one))
    expect(codec.read(new Cursor(full))).toHaveLength(MAX_ENTRIES)
    const more = codec.write(Array<typeof one>(MAX_ENTRIES + 1).fill(one))
    expect(wireErrorOf(() => codec.read(new Cursor(more)))).toBe('too-large')
  })

  it('is malformed by prefixes that are too long, and by bits they do not cover', () => {
    const of = (address: string, prefixLength: number): string[] =>
      codec.problems([{requestId: 1n, address, prefixLength}])
    expect(of('192.0.2.1', 33)).toEqual(['192.0.2.1/33 has a prefix longer than 32 bits'])
    expect(of('2001:db8::', 129)).toEqual(['2001:db8::/129 has a prefix longer than 128 bits'])
    expect(of('10.0.0.5', 24)).toEqual(['10.0.0.5/24 has bits set that the prefix does not cover'])
    expect([of('10.0.0.0', 24), of('0.0.0.0', 0), of('::', 0), of('10.0.0.5', 32)]).toEqual([[], [], [], []])
  })
})

it('an ADDRESS_ASSIGN may be empty, an ADDRESS_REQUEST may not', () => {
  expect(addressAssign.problems([])).toEqual([])
  expect(addressRequest.problems([])).toEqual(['it asks for nothing'])
})

it('a refusal is all-zero at full length, and a default prefix is none', () => {
  const of = (address: string, prefixLength: number): boolean => isRefusal({requestId: 1n, address, prefixLength})
  expect([of('0.0.0.0', 32), of('::', 128)]).toEqual([true, true])
  expect([of('0.0.0.0', 0), of('::', 0), of('::', 32), of('192.0.2.1', 32)]).toEqual([false, false, false, false])
})

describe('ROUTE_ADVERTISEMENT', () => {
  const v4 = (start: number, end: number, protocol = 0): routes.IpRange => ({
    start: `192.0.2.${start}`,
    end: `192.0.2.${end}`,
    protocol,
  })
  const v6 = (start: string, end: string, protocol = 0): routes.IpRange => ({start, end, protocol})

  it('is read and written as laid out in RFC 9484 section 4.7.3', () => {
    const bytes = hex('04 c0000200 c000022a 00  04 c0000264 c00002c8 11')
    const list = routes.read(new Cursor(bytes))
    expect(list).toEqual([v4(0, 42), v4(100, 200, 17)])
    expect(show(routes.write(list))).toBe(show(bytes))
    const all = hex(`06 ${'00'.repeat(16)} ${'ff'.repeat(16)} 3a`)
    expect(routes.read(new Cursor(all))).toEqual([v6('::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 58)])
  })

  it('is written as it was read, right or wrong', () => {
    fc.assert(
      fc.property(fc.array(range), list => {
        expect(routes.read(new Cursor(routes.write(list)))).toEqual(list)
      }),
    )
  })

  it('is whole only at the end of a range', () => {
    const bytes = routes.write([v4(0, 1), v6('::', '::1')])
    for (const cut of prefixes(bytes)) {
      if (cut.length === 0 || cut.length === 10) expect(routes.read(new Cursor(cut))).toHaveLength(cut.length / 10)
      else expect(wireErrorOf(() => routes.read(new Cursor(cut)))).toBe('truncated')
    }
    expect(wireErrorOf(() => routes.read(new Cursor(routes.write([{...v4(0, 1), version: 5}]))))).toBe('malformed')
    const more = routes.write(Array<routes.IpRange>(MAX_ENTRIES + 1).fill(v4(0, 1)))
    expect(wireErrorOf(() => routes.read(new Cursor(more)))).toBe('too-large')
  })

  it.each([
    ['adjacent ranges', [v4(0, 9), v4(10, 19)]],
    ['the same range for two protocols', [v4(0, 9, 6), v4(0, 9, 17)]],
    ['protocol 0 beside others', [v4(0, 9), v4(10, 19, 6)]],
    ['IPv4 before IPv6, each with its own order', [v4(0, 9, 17), v6('::1', '::2', 6)]],
    ['single addresses', [v4(1, 1), v4(2, 2)]],
    ['nothing at all', []],
  ])('may hold %s', (_, list) => {
    expect(routes.problems(list)).toEqual([])
  })

  it.each([
    ['an end before the start', [v4(9, 1)], ['192.0.2.9-192.0.2.1 ends before it starts']],
    ['IPv6 before IPv4', [v6('::', '::1'), v4(0, 1)], ['192.0.2.0-192.0.2.1 (IPv4) stands behind a range of IPv6']],
    [
      'protocols out of order',
      [v4(0, 9, 17), v4(0, 9, 6)],
      ['192.0.2.0-192.0.2.9 for protocol 6 stands behind a range for protocol 17'],
    ],
    ['addresses out of order', [v4(10, 19), v4(0, 9)], ['192.0.2.0-192.0.2.9 stands behind 192.0.2.10-192.0.2.19']],
    ['an overlap by one address', [v4(0, 9), v4(9, 19)], ['192.0.2.9-192.0.2.19 overlaps 192.0.2.0-192.0.2.9']],
    ['the same range twice', [v4(5, 5), v4(5, 5)], ['192.0.2.5 overlaps 192.0.2.5']],
    [
      'an overlap of all protocols with one',
      [v4(0, 9), v4(20, 29), v4(9, 10, 6), v4(30, 31, 6)],
      ['192.0.2.9-192.0.2.10 for protocol 6 overlaps 192.0.2.0-192.0.2.9, which is for all protocols'],
    ],
    [
      'the same in IPv6',
      [v6('::', '::f'), v6('::f', '::f', 58)],
      ['::f for protocol 58 overlaps ::-::f, which is for all protocols'],
    ],
  ])('may not hold %s', (_, list, problems) => {
    expect(routes.problems(list)).toEqual(problems)
  })

  it('can be put into the order that the rules ask for', () => {
    const list = [v6('::5', '::5'), v4(10, 19, 6), v4(30, 39), v4(0, 9, 6)]
    expect(routes.sorted(list)).toEqual([v4(30, 39), v4(0, 9, 6), v4(10, 19, 6), v6('::5', '::5')])
    expect(routes.problems(routes.sorted(list))).toEqual([])
  })
})
