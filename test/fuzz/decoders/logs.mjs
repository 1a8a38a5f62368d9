// What captures and logs are made of: frames and headers of QUIC packets, and the blocks of our own captures.
import * as pcapng from '../../../dist/lib/wire/pcapng.js'
import * as frames from '../../../dist/lib/wire/quic/frames.js'
import * as longHeader from '../../../dist/lib/wire/quic/long-header.js'
import {assert, bounded, sameBytes, wireValue} from '../invariants.mjs'

const section = Buffer.from(pcapng.sectionHeader({application: 'masque', system: 'test'}))
const packet = Buffer.from(
  pcapng.packet({interface: 0, atNs: 5n, bytes: Uint8Array.of(1, 2, 3), direction: 'sent', comment: 'c'}),
)

/** @type {import('./index.mjs').Decoder[]} */
export const LOGS = [
  {
    name: 'quic-frames',
    reads: ['wire/quic/frames.read'],
    seeds: [
      '00000001',
      '020500010203',
      '060003616263',
      '3103616263',
      '1c000003616263',
      '0f0001030a0b0c',
      '02c000000000000001',
    ],
    check(data) {
      const {values, failed} = all(() => frames.read(data))
      bounded(values, data)
      let at = 0
      for (const {offset, bytes} of values) {
        assert.equal(offset, at, 'frame follows frame')
        assert(bytes > 0, 'reading gets on')
        at += bytes
      }
      assert(failed ? at < data.length : at === data.length, 'all is read, or told to be unreadable')
    },
  },
  {
    name: 'long-header',
    reads: ['wire/quic/long-header.read'],
    seeds: [
      'c00000000108010203040506070800000401020304',
      '80000000000102030000000102',
      'f000000001010001aabb',
      'c0000000020000',
    ],
    check(data) {
      const {values} = all(() => longHeader.read(data))
      bounded(values, data)
      assert(values.reduce((sum, {bytes}) => sum + bytes, 0) <= data.length)
      for (const {bytes, length, tokenBytes} of values) assert(bytes >= 7 && (length ?? 0) + tokenBytes <= bytes)
    },
  },
  {
    name: 'pcapng',
    reads: ['wire/pcapng.blocks', 'wire/pcapng.readPacket'],
    seeds: [section, Buffer.concat([section, packet])].map(bytes => bytes.toString('hex')),
    check(data) {
      const {values, failed} = all(() => pcapng.blocks(data))
      const read = Buffer.concat(values.map(({bytes}) => bytes))
      sameBytes(read, data.subarray(0, read.length), 'block follows block')
      if (!failed) assert.equal(read.length, data.length)
      for (const block of values) {
        const got = wireValue(() => pcapng.readPacket(block))
        if (got) bounded(got, block.bytes, 4)
      }
    },
  },
]

/** What comes before nonsense, and whether there was some. */
function all(generate) {
  const values = []
  const complete = wireValue(() => {
    for (const value of generate()) values.push(value)
    return true
  })
  return {values, failed: complete === undefined}
}
