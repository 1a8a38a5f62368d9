// The small codecs of src/lib/wire.
import {isIP} from 'node:net'
import * as bytes from '../../../dist/lib/wire/bytes.js'
import * as capsule from '../../../dist/lib/wire/capsule.js'
import {Cursor} from '../../../dist/lib/wire/cursor.js'
import * as frame from '../../../dist/lib/wire/h3-frame.js'
import * as settings from '../../../dist/lib/wire/h3-settings.js'
import * as httpDatagram from '../../../dist/lib/wire/http-datagram.js'
import * as ipAddress from '../../../dist/lib/wire/ip-address.js'
import * as field from '../../../dist/lib/wire/structured-field.js'
import * as tlv from '../../../dist/lib/wire/tlv.js'
import * as varint from '../../../dist/lib/wire/varint.js'
import {assert, bounded, pieces, read, readAt, sameBytes, splitting, wireValue} from '../invariants.mjs'

/** @type {import('./index.mjs').Decoder[]} */
export const WIRE = [
  {
    name: 'cursor',
    reads: ['wire/cursor.Cursor'],
    seeds: ['01020304050607080102030405060708', '05ff0000010203'],
    check(data) {
      const cursor = new Cursor(data)
      for (const octet of data) {
        const wanted = octet >> 3
        const takes = [
          c => c.u8(),
          c => c.u16(),
          c => c.u32(),
          c => c.u64(),
          c => c.take(wanted),
          c => c.sub(wanted).rest(),
          c => c.attempt(() => [c.u8(), c.take(wanted), c.u32()]),
          c => c.take(wanted - 8),
        ]
        const before = cursor.remaining
        const taken = readAt(cursor, takes[octet & 7])
        assert.equal(cursor.remaining, before - (taken?.used ?? 0))
        if (taken?.value instanceof Uint8Array) assert.equal(taken.value.length, taken.used)
      }
    },
  },
  {
    name: 'varint',
    reads: ['wire/varint.read', 'wire/varint.readNumber', 'wire/varint.peekFast'],
    seeds: ['25', '7bbd', '9d7f3e7d', 'c2197c5eff14e88c', '4025', 'ffffffffffffffff', 'c001ffffffffffff'],
    check(data) {
      const got = read(data, varint.read)
      const number = read(data, varint.readNumber)
      const fast = varint.peekFast(data, 0, data.length)
      if (!got) {
        assert.equal(number, undefined)
        assert.equal(fast, -1)
        return
      }
      const {value, width} = got.value
      assert.equal(got.used, width)
      sameBytes(varint.write(value, width), data.subarray(0, width), 'an integer is written as it was read')
      assert(varint.size(value) <= width)
      assert.equal(number?.value, value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined)
      assert.equal(fast, value < 1n << 49n ? Number(value) * 16 + width : -1)
    },
  },
  {
    name: 'tlv',
    reads: ['wire/tlv.readHeader', 'wire/tlv.Reader'],
    seeds: ['00' + '0003616263', '0203010005' + '68656c6c6f', '07ffffffffffffff0000c0000000000000ff'],
    check(data) {
      read(data, tlv.readHeader)
      const {places, body} = splitting(data)
      const [whole, cut] = [records([body]), records(pieces(body, places))]
      assert.deepEqual(cut, whole, 'how the bytes come does not matter')
      const again = bytes.concat(
        ...whole.list.map(({type, length, value}) =>
          tlv.write(type.value, value, {typeWidth: type.width, lengthWidth: length.width, length: length.value}),
        ),
      )
      sameBytes(again, body.subarray(0, again.length), 'records are written as they were read')
      if (whole.atBoundary) assert.equal(again.length, body.length)
      for (const {type} of whole.list)
        assert.equal(typeof (capsule.name(type.value) + frame.name(type.value)), 'string')
    },
  },
  {
    name: 'h3-settings',
    reads: ['wire/h3-settings.read', 'wire/h3-settings.readLeniently'],
    seeds: ['01000700080133010640 40'.replaceAll(' ', ''), '80ffd27701', '0040010002', '0800080133023301'],
    check(data) {
      const whole = settings.readLeniently(data)
      sameBytes(settings.write(whole), data.subarray(0, settings.write(whole).length), 'the whole ones stand in front')
      const list = wireValue(() => settings.read(data))
      if (!list) return
      assert.deepEqual(whole, list)
      sameBytes(settings.write(list), data, 'settings are written as they were read')
      bounded(list, data)
      for (const {id} of list) assert.notEqual(settings.value(list, id), undefined)
      assert(settings.violations(list).every(text => text.length < 200))
    },
  },
  {
    name: 'http-datagram',
    reads: ['wire/http-datagram.read', 'wire/http-datagram.readContext'],
    seeds: ['00', '0000616263', 'd000000000000000', 'cfffffffffffffff00'],
    check(data) {
      const datagram = wireValue(() => httpDatagram.read(data))
      if (datagram) {
        const {quarterStreamId, payload} = datagram
        assert(quarterStreamId.value <= httpDatagram.MAX_QUARTER_STREAM_ID)
        sameBytes(httpDatagram.write(quarterStreamId.value, payload, quarterStreamId.width), data)
      }
      const context = wireValue(() => httpDatagram.readContext(data))
      if (!context) return
      sameBytes(httpDatagram.writeContext(context.contextId.value, context.payload, context.contextId.width), data)
    },
  },
  {
    name: 'structured-field',
    reads: ['wire/structured-field.parseItem', 'wire/structured-field.parseItems'],
    seeds: [
      '?1',
      '?0;a=1',
      'proxy.example; error=dns_timeout; details="x"',
      ':YQ==:',
      '@1659578233',
      '%"%c3%bc"',
      '@999999999999999',
      '(a b), c',
    ].map(text => Buffer.from(text).toString('hex')),
    check(data) {
      const text = bytes.toLatin1(data)
      const lines = text.split('\n')
      const item = field.parseItem(lines)
      const list = field.parseItems(lines)
      assert.equal(item.raw, lines.join(', '))
      bounded([item, list], data)
      for (const {value, parameters} of [
        ...('value' in item ? [item.value] : []),
        ...('value' in list ? list.value : []),
      ]) {
        const written = field.writeItem(value, parameters)
        const again = field.parseItem([written])
        assert('value' in again, `what we write can be read: ${written}`)
        assert.deepEqual(again.value, {value, parameters}, 'and means the same')
      }
    },
  },
  {
    name: 'ip-address',
    reads: ['wire/ip-address.formatIp', 'wire/ip-address.formatAddress'],
    seeds: [
      '20010db8000000000000000000000001bb01',
      '00000000000000000000ffffc0000201bb01',
      '0000000000000000000000000000000100ff',
    ],
    check(data) {
      if (data.length < 18) return
      const view = new DataView(data.buffer, data.byteOffset, data.length)
      const ip = ipAddress.formatIp(view, 0)
      const address = ipAddress.formatAddress(view, 0)
      if (data.subarray(0, 16).every(octet => octet === 0)) {
        assert.equal(ip + address, '')
        return
      }
      assert.notEqual(isIP(ip), 0, `${ip} is an address`)
      assert(address.endsWith(`:${view.getUint16(16, true)}`))
    },
  },
  {
    name: 'hex',
    reads: ['wire/bytes.fromHex', 'wire/bytes.fromLatin1'],
    seeds: ['00ff 1A', 'zz', '0'].map(text => Buffer.from(text).toString('hex')),
    check(data) {
      sameBytes(bytes.fromHex(bytes.toHex(data)), data)
      const text = bytes.toLatin1(data)
      sameBytes(bytes.fromLatin1(text), data)
      const octets = wireValue(() => bytes.fromHex(text))
      if (octets) assert.equal(bytes.toHex(octets), text.replaceAll(/\s/g, '').toLowerCase())
    },
  },
]

/** The records that are complete, with their values joined; and whether something is left over. */
function records(chunks) {
  const reader = new tlv.Reader()
  const list = []
  let current
  for (const chunk of chunks) {
    for (const part of reader.push(chunk)) {
      if (part.part === 'header') current = {...part.header, offset: part.offset, values: []}
      else if (part.part === 'value') current.values.push(part.bytes)
      else {
        const {values, ...rest} = current
        list.push({...rest, value: bytes.concat(...values)})
        current = undefined
      }
    }
  }
  const {atBoundary} = reader
  assert.equal(wireValue(() => (reader.end(), true)) === true, atBoundary)
  return {list, atBoundary}
}
