// What is read of QUIC itself, and the engine's records.
import {RecordReader, HEADER_BYTES} from '../../../dist/lib/native/records.js'
import {PacketBatch, readBatch, skipPackets} from '../../../dist/lib/net/packet-batch.js'
import {readEnd} from '../../../dist/lib/quic/end.js'
import * as parameters from '../../../dist/lib/wire/quic/transport-parameters.js'
import * as versionNegotiation from '../../../dist/lib/wire/quic/version-negotiation.js'
import * as varint from '../../../dist/lib/wire/varint.js'
import {assert, bounded, sameBytes, wireValue} from '../invariants.mjs'

const LOST = 3

/** @type {import('./index.mjs').Decoder[]} */
export const QUIC = [
  {
    name: 'transport-parameters',
    reads: ['wire/quic/transport-parameters.read'],
    seeds: ['01048000ea60', '200480010000', '0c00', '0f00', '2ab200', '03024000'],
    check(data) {
      const list = wireValue(() => parameters.read(data))
      if (!list) return
      bounded(list, data)
      assert(list.reduce((sum, {value}) => sum + value.length, 0) <= data.length)
      for (const parameter of list) {
        bounded([parameters.name(parameter.id), parameters.describe(parameter)], data)
        const integer = parameters.integer([parameter], parameter.id)
        if (integer !== undefined) assert(integer <= varint.MAX)
      }
    },
  },
  {
    name: 'version-negotiation',
    reads: ['wire/quic/version-negotiation.readAnswer'],
    seeds: ['c000000000' + '08' + '02'.repeat(8) + '08' + '01'.repeat(8) + '00000001' + '6b3343cf'],
    check(data) {
      const [destination, source] = [new Uint8Array(8).fill(1), new Uint8Array(8).fill(2)]
      const versions = wireValue(() => versionNegotiation.readAnswer(data, destination, source))
      if (versions) assert(versions.length * 4 + 23 === data.length, 'an answer is what it lists and no more')
    },
  },
  {
    name: 'records',
    reads: ['native/records.RecordReader', 'quic/end.readEnd'],
    seeds: [
      '0300000004000000010000006162630000000003010000020000',
      '0b000000030200000100000000000000000001000100616263',
    ],
    check(data) {
      const record = new RecordReader(data)
      let at = 0
      while (record.next()) {
        assert.equal(record.start, at + HEADER_BYTES)
        assert(record.end >= record.start, 'reading gets on')
        at = record.end
        // The engine writes whole records; of half a one no octet beyond the buffer is shown.
        const body = record.body()
        assert(body.length <= Math.max(0, data.length - record.start))
        if (record.kind === LOST && body.length >= 9 && record.end <= data.length) {
          const end = readEnd(record)
          bounded(end, data)
        }
      }
    },
  },
  {
    name: 'packet-batch',
    reads: ['net/packet-batch.readBatch', 'net/packet-batch.skipPackets'],
    seeds: ['0361626304fe80000000000000000000000000000101bb', '00', '07b840'],
    check(data) {
      const batch = new PacketBatch()
      const packets = []
      for (let at = 0; at < data.length;) {
        const flags = data[at] ?? 0
        const payload = data.subarray(at + 1, at + 1 + (flags >> 3))
        const options = {
          ...(flags & 1 && {tos: data[at + 1] ?? 0}),
          ...(flags & 2 && {ttl: data[at + 2] ?? 0}),
          ...(flags & 4 && {to: `192.0.2.${data[at + 1] ?? 0}:${(data[at + 2] ?? 0) * 257}`}),
        }
        batch.add(data, at + 1, at + 1 + payload.length, options)
        packets.push({payload, options})
        at += 1 + payload.length
      }
      assert.equal(batch.count, packets.length)
      const again = [...readBatch(batch.packed)]
      assert.deepEqual(
        again.map(({options}) => options),
        packets.map(({options}) => options),
      )
      for (const [index, {payload}] of again.entries()) sameBytes(payload, packets[index].payload)
      const half = packets.length >> 1
      assert.equal([...readBatch(skipPackets(batch.packed, half))].length, packets.length - half)
    },
  },
]
