import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import * as capsule from '../../src/lib/wire/capsule.js'
import {concat} from '../../src/lib/wire/bytes.js'
import * as frame from '../../src/lib/wire/h3-frame.js'
import {Reader, write, type Part} from '../../src/lib/wire/tlv.js'
import {ascii, hex, show, wireErrorOf} from '../support/bytes.js'

/** Records as [type, value], however the reader cut them up. */
function records(parts: readonly Part[]): [bigint, string][] {
  const out: [bigint, string][] = []
  let type = 0n
  let value: Uint8Array = new Uint8Array(0)
  for (const part of parts) {
    if (part.part === 'header') {
      type = part.header.type.value
      value = new Uint8Array(0)
    } else if (part.part === 'value') {
      value = concat(value, part.bytes)
    } else {
      out.push([type, show(value)])
    }
  }
  return out
}

function readAll(bytes: Uint8Array, chunk = bytes.length): Part[] {
  const reader = new Reader()
  const parts: Part[] = []
  for (let at = 0; at < bytes.length; at += chunk) {
    for (const part of reader.push(bytes.subarray(at, at + chunk))) {
      parts.push(part.part === 'value' ? {...part, bytes: part.bytes.slice()} : part)
    }
  }
  reader.end()
  return parts
}

describe('type, length, value', () => {
  it.each([
    [
      'a DATAGRAM capsule with context 0 and "hello"',
      capsule.DATAGRAM,
      concat(hex('00'), ascii('hello')),
      '00060068656c6c6f',
    ],
    ['a reserved capsule of length 3', capsule.reserved(0n), hex('aabbcc'), '1703aabbcc'],
    ['a reserved capsule with a two-octet type and no value', capsule.reserved(1n), hex(''), '404000'],
    ['a WRAP_UP capsule', 0x272dda5en, hex(''), 'a72dda5e00'],
  ])('writes and reads %s', (_, type, value, wire) => {
    expect(show(write(type, value))).toBe(wire)
    expect(records(readAll(hex(wire)))).toEqual([[type, show(value)]])
  })

  it('reads the same records whole and one octet at a time', () => {
    const record = fc.tuple(fc.bigInt({min: 0n, max: (1n << 62n) - 1n}), fc.uint8Array({maxLength: 100}))
    fc.assert(
      fc.property(fc.array(record, {maxLength: 5}), fc.integer({min: 1, max: 7}), (list, chunk) => {
        const bytes = concat(...list.map(([type, value]) => write(type, value)))
        const expected = list.map(([type, value]) => [type, show(value)])
        expect(records(readAll(bytes))).toEqual(expected)
        expect(records(readAll(bytes, chunk))).toEqual(expected)
      }),
    )
  })

  it('knows at every octet whether the stream may end there', () => {
    const bytes = concat(write(0x4000n, ascii('abc')), write(1n, ascii('')))
    for (let length = 0; length <= bytes.length; length++) {
      const reader = new Reader()
      records([...reader.push(bytes.subarray(0, length))])
      const legal = [0, 8, bytes.length].includes(length)
      expect(reader.atBoundary, `${length} octets`).toBe(legal)
      if (legal) reader.end()
      else expect(wireErrorOf(() => reader.end())).toBe('truncated')
    }
  })

  it('passes a large value on in pieces and holds nothing', () => {
    const reader = new Reader()
    const head = write(0n, new Uint8Array(0), {length: 1n << 61n})
    expect([...reader.push(head)]).toMatchObject([{part: 'header', header: {length: {value: 1n << 61n}}}])
    expect([...reader.push(ascii('piece'))]).toEqual([{part: 'value', bytes: ascii('piece')}])
    expect(reader.atBoundary).toBe(false)
  })

  it('keeps the widths, and writes them and lengths as told', () => {
    const spoilt = write(1n, ascii('ab'), {typeWidth: 8, lengthWidth: 4, length: 9n})
    expect(show(spoilt)).toBe('c000000000000001' + '80000009' + '6162')
    const [header] = [...new Reader().push(spoilt)]
    expect(header).toMatchObject({header: {type: {value: 1n, width: 8}, length: {value: 9n, width: 4}}})
  })

  it('names what it knows', () => {
    expect([capsule.name(0n), capsule.name(0x17n), capsule.name(0x99n)]).toEqual(['DATAGRAM', 'reserved 0x17', '0x99'])
    expect([frame.name(4n), frame.name(frame.reserved(2n)), frame.name(0x41n)]).toEqual([
      'SETTINGS',
      'reserved 0x5f',
      '0x41',
    ])
  })
})
