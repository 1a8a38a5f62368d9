/** Frames and SETTINGS of HTTP/2: kept as they were, cut anywhere, and lied about on purpose. */
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {concat} from '../../src/lib/wire/bytes.js'
import {Cursor} from '../../src/lib/wire/cursor.js'
import * as frame from '../../src/lib/wire/h2-frame.js'
import * as payload from '../../src/lib/wire/h2-payload.js'
import * as settings from '../../src/lib/wire/h2-settings.js'
import {ascii, hex, prefixes, show, wireErrorOf} from '../support/bytes.js'

const none = new Uint8Array(0)

describe('frame headers', () => {
  it('have nine octets: length, type, flags, a reserved bit and the stream (RFC 9113 section 4.1)', () => {
    expect(show(frame.write(frame.DATA, ascii('abc'), {flags: frame.END_STREAM, streamId: 5}))).toBe(
      '000003' + '00' + '01' + '00000005' + '616263',
    )
    expect(show(frame.write(0xff, none, {length: 0xff_ffff, reservedBit: true, streamId: 0x7fff_ffff}))).toBe(
      'ffffff' + 'ff' + '00' + 'ffffffff',
    )
  })

  it('survive a round trip, and are truncated at every octet', () => {
    const header = fc.record({
      length: fc.integer({min: 0, max: 0xff_ffff}),
      type: fc.integer({min: 0, max: 255}),
      flags: fc.integer({min: 0, max: 255}),
      reservedBit: fc.boolean(),
      streamId: fc.integer({min: 0, max: 0x7fff_ffff}),
    })
    fc.assert(
      fc.property(header, value => {
        const wire = frame.write(value.type, none, value)
        expect(frame.readHeader(new Cursor(wire))).toEqual(value)
        for (const prefix of prefixes(wire)) {
          const cursor = new Cursor(prefix)
          expect(wireErrorOf(() => frame.readHeader(cursor))).toBe('truncated')
          expect(cursor.offset).toBe(0)
        }
      }),
    )
  })

  it('a stream of frames is read the same in whatever pieces it comes', () => {
    const frames = fc.array(fc.tuple(fc.integer({min: 0, max: 12}), fc.uint8Array({maxLength: 40})), {maxLength: 8})
    fc.assert(
      fc.property(frames, fc.array(fc.integer({min: 1, max: 30})), (list, cuts) => {
        const wire = concat(...list.map(([type, body], index) => frame.write(type, body, {streamId: index})))
        expect(read(wire, cuts)).toEqual(list.map(([type, body]) => [type, show(body)]))
      }),
    )
  })
})

function read(wire: Uint8Array, cuts: readonly number[]): [number, string][] {
  const reader = new frame.Reader()
  const out: [number, string][] = []
  let rest = wire
  for (const cut of [...cuts, wire.length + 1]) {
    for (const part of reader.push(rest.subarray(0, cut))) {
      if (part.part === 'header') out.push([part.header.type, ''])
      else if (part.part === 'payload') out.at(-1)![1] += show(part.bytes)
    }
    rest = rest.subarray(cut)
  }
  expect(reader.atBoundary).toBe(true)
  return out
}

describe('payloads', () => {
  const of = (type: number, bytes: Uint8Array, flags = 0): payload.Payload => payload.read({type, flags}, bytes)
  const padding = new Uint8Array(3)

  it('keep padding, priority and reserved bits', () => {
    expect(of(frame.DATA, payload.pad(ascii('x'), padding), frame.PADDED)).toEqual({
      kind: 'data',
      data: ascii('x'),
      padding,
    })
    expect(of(frame.DATA, ascii('x'))).toEqual({kind: 'data', data: ascii('x'), padding: undefined})
    const priority = {exclusive: true, dependsOn: 7, weight: 200}
    const body = concat(payload.writePriority(priority), ascii('block'))
    expect(of(frame.HEADERS, payload.pad(body, padding), frame.PADDED | frame.HAS_PRIORITY)).toEqual({
      kind: 'headers',
      priority,
      fragment: ascii('block'),
      padding,
    })
    expect(of(frame.PRIORITY, payload.writePriority(priority))).toEqual({kind: 'priority', priority})
    expect(of(frame.WINDOW_UPDATE, payload.writeWindowUpdate(5, true))).toEqual({
      kind: 'window-update',
      increment: 5,
      reservedBit: true,
    })
  })

  it('say codes, streams, settings and what was added for people', () => {
    expect(of(frame.RST_STREAM, payload.writeRstStream(0xffff_fffen))).toEqual({kind: 'rst-stream', code: 0xffff_fffen})
    expect(of(frame.GOAWAY, payload.writeGoaway(7, 11n, ascii('calm')))).toEqual({
      kind: 'goaway',
      lastStreamId: 7,
      reservedBit: false,
      code: 11n,
      debug: ascii('calm'),
    })
    expect(of(frame.PING, ascii('12345678'), frame.ACK)).toEqual({kind: 'ping', ack: true, opaque: ascii('12345678')})
    expect(of(frame.PUSH_PROMISE, payload.writePushPromise(2, ascii('f')))).toMatchObject({promisedId: 2})
    expect(of(frame.SETTINGS, none, frame.ACK)).toEqual({kind: 'settings', ack: true, settings: []})
    expect(of(frame.CONTINUATION, ascii('f'))).toEqual({kind: 'continuation', fragment: ascii('f')})
    expect(of(0xbb, ascii('f'))).toEqual({kind: 'unknown', bytes: ascii('f')})
  })

  it.each([
    ['RST_STREAM of three octets', frame.RST_STREAM, 0, '000000', 'truncated'],
    ['RST_STREAM of five octets', frame.RST_STREAM, 0, '0000000000', 'malformed'],
    ['PING of seven octets', frame.PING, 0, '00000000000000', 'truncated'],
    ['PING of nine octets', frame.PING, 0, '000000000000000000', 'malformed'],
    ['WINDOW_UPDATE of two octets', frame.WINDOW_UPDATE, 0, '0001', 'truncated'],
    ['GOAWAY without a code', frame.GOAWAY, 0, '00000000', 'truncated'],
    ['SETTINGS with half a setting', frame.SETTINGS, 0, '000300000064' + '0004', 'truncated'],
    ['an acknowledgement with settings in it', frame.SETTINGS, frame.ACK, '000300000064', 'malformed'],
    ['PRIORITY of six octets', frame.PRIORITY, 0, '000000000000', 'malformed'],
    ['padding longer than the frame', frame.DATA, frame.PADDED, '0501', 'malformed'],
    ['a padded frame without even a length', frame.DATA, frame.PADDED, '', 'truncated'],
    ['HEADERS too short for their priority', frame.HEADERS, frame.HAS_PRIORITY, '00000000', 'truncated'],
  ])('%s: %s', (_, type, flags, wire, code) => {
    expect(wireErrorOf(() => of(type, hex(wire), flags))).toBe(code)
  })
})

describe('SETTINGS', () => {
  it('keep order, duplicates and what nobody knows', () => {
    const list = [
      {id: 0x4n, value: 65_535n},
      {id: 0xabcdn, value: 0xffff_ffffn},
      {id: 0x8n, value: 1n},
      {id: 0x8n, value: 0n},
    ]
    expect(show(settings.write(list.slice(0, 1)))).toBe('0004' + '0000ffff')
    expect(settings.read(settings.write(list))).toEqual(list)
    expect(settings.value(list, settings.ENABLE_CONNECT_PROTOCOL)).toBe(0n)
    expect(settings.value(list, settings.MAX_FRAME_SIZE)).toBeUndefined()
    expect(list.map(({id}) => settings.name(id))).toEqual([
      'INITIAL_WINDOW_SIZE',
      '0xabcd',
      'ENABLE_CONNECT_PROTOCOL',
      'ENABLE_CONNECT_PROTOCOL',
    ])
  })

  it.each([
    ['ENABLE_PUSH is 2', 0x2n, 2n],
    ['INITIAL_WINDOW_SIZE is 2147483648', 0x4n, 0x8000_0000n],
    ['MAX_FRAME_SIZE is 16383', 0x5n, 16_383n],
    ['MAX_FRAME_SIZE is 16777216', 0x5n, 0x100_0000n],
    ['ENABLE_CONNECT_PROTOCOL is 7', 0x8n, 7n],
  ])('%s: told in words', (words, id, value) => {
    expect(settings.violations([{id, value}])[0]).toMatch(words)
    expect(settings.violations([{id: 0x3n, value}])).toEqual([])
  })
})
