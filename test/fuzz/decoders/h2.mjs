// HTTP/2: frames, what is in them, and HPACK, of which QPACK has its integers, strings and Huffman code.
import {Observer} from '../../../dist/lib/http/h2/observer.js'
import {RawReader} from '../../../dist/lib/http/h2/raw-reader.js'
import {concat, toHex} from '../../../dist/lib/wire/bytes.js'
import {Cursor} from '../../../dist/lib/wire/cursor.js'
import * as frame from '../../../dist/lib/wire/h2-frame.js'
import * as payload from '../../../dist/lib/wire/h2-payload.js'
import * as settings from '../../../dist/lib/wire/h2-settings.js'
import {Decoder} from '../../../dist/lib/wire/hpack/decoder.js'
import {Encoder} from '../../../dist/lib/wire/hpack/encoder.js'
import * as huffman from '../../../dist/lib/wire/hpack/huffman.js'
import * as integer from '../../../dist/lib/wire/hpack/integer.js'
import * as string from '../../../dist/lib/wire/hpack/string.js'
import {assert, bounded, pieces, read, sameBytes, splitting, wireValue} from '../invariants.mjs'

const LIMIT = 64 * 1024

/** @type {import('./index.mjs').Decoder[]} */
export const H2 = [
  {
    name: 'hpack-integer',
    reads: ['wire/hpack/integer.read'],
    seeds: ['051f9a0a', '07ff80808080808080808001', '03ffffffffffffff0f'],
    check(data) {
      const prefix = 1 + ((data[0] ?? 0) & 7)
      const body = data.subarray(1)
      const got = read(body, cursor => integer.read(cursor, prefix))
      if (!got) return
      assert(Number.isSafeInteger(got.value) && got.value >= 0)
      const written = Uint8Array.from(integer.write(got.value, prefix))
      assert(written.length <= got.used)
      assert.equal(integer.read(new Cursor(written), prefix), got.value)
    },
  },
  {
    name: 'hpack-huffman',
    reads: ['wire/hpack/huffman.decode'],
    seeds: ['f1e3c2e5f23a6ba0ab90f4ff', '6402', 'ffffffff'],
    check(data) {
      const decoded = wireValue(() => huffman.decode(data))
      if (decoded) {
        bounded(decoded, data, 2)
        sameBytes(huffman.encode(decoded), data, 'there is one encoding')
      }
      const encoded = huffman.encode(data)
      assert.equal(encoded.length, huffman.encodedLength(data))
      sameBytes(huffman.decode(encoded), data)
    },
  },
  {
    name: 'hpack-string',
    reads: ['wire/hpack/string.read'],
    seeds: ['0703616263', '078cf1e3c2e5f23a6ba0ab90f4ff'],
    check(data) {
      const prefix = [3, 5, 7][(data[0] ?? 0) % 3]
      const got = read(data.subarray(1), cursor => string.read(cursor, prefix))
      if (!got) return
      bounded(got.value, data, 2)
      for (const compress of [true, false]) {
        const written = string.write(got.value, prefix, 0, compress)
        assert.equal(string.read(new Cursor(written), prefix), got.value)
      }
    },
  },
  {
    name: 'hpack-blocks',
    reads: ['wire/hpack/decoder.Decoder'],
    // The first octet: how many blocks there are; each begins with its length.
    seeds: [
      '01' + '14' + '828684410f7777772e6578616d706c652e636f6d',
      '02' + '0d' + '4003616263037878783f1182be' + '01be',
      '01' + '022080',
      '02' + '033fe10f' + '03828684',
    ],
    check(data) {
      const decoder = new Decoder()
      const [ours, theirs] = [new Encoder(), new Decoder()]
      for (const block of blocks(data)) {
        const fields = wireValue(() => decoder.read(block, LIMIT))
        assert(decoder.tableSize <= 4096, 'a table stays within what was announced')
        if (!fields) return
        assert(fields.reduce((sum, {name, value}) => sum + name.length + value.length + 32, 0) <= LIMIT)
        const again = theirs.read(ours.write(fields))
        assert.deepEqual(again.map(plain), fields.map(plain))
        assert.equal(theirs.tableSize, ours.tableSize)
      }
    },
  },
  {
    name: 'h2-frames',
    reads: ['wire/h2-frame.Reader', 'wire/h2-frame.readHeader'],
    seeds: [
      '00' + '00000c0400000000000003000000640004' + '0000ffff',
      '0201020000030001000000016162630000040300000000010000000a',
    ],
    check(data) {
      const {places, body} = splitting(data)
      const [whole, cut] = [frames([body]), frames(pieces(body, places))]
      assert.deepEqual(cut, whole)
      const written = concat(...whole.frames.map(({header, bytes}) => frame.write(header.type, bytes, header)))
      sameBytes(written, body.subarray(0, written.length), 'what was read is written the same')
      bounded(whole, body)
    },
  },
  {
    name: 'h2-payload',
    reads: ['wire/h2-payload.read'],
    // Type, flags, payload.
    seeds: [
      '00080301020000000000',
      '0124800000010f8283',
      '07000000000700000005deadbeef',
      '0400000300000064',
      '050800000000028203',
    ],
    check(data) {
      const [type = 0, flags = 0] = data
      const body = data.subarray(2)
      const got = wireValue(() => payload.read({type: type % 12, flags}, body))
      if (got) bounded(got, body)
    },
  },
  {
    name: 'h2-settings',
    reads: ['wire/h2-settings.read'],
    seeds: ['000300000064', '00080000000100080000000000'],
    check(data) {
      const list = wireValue(() => settings.read(data))
      if (!list) return
      sameBytes(settings.write(list), data, 'nothing is normalised')
      assert(settings.violations(list).every(text => text.length < 200))
    },
  },
  {
    name: 'h2-observer',
    reads: ['http/h2/frame-watch.FrameWatch', 'http/h2/observer.Observer'],
    // SETTINGS; a response in two frames; DATA; GOAWAY; trailers; a push; half a frame.
    seeds: [
      '00' + '00000c0400000000000008000000010003000000ff' + '000001010400000001' + '88',
      '02010200000101000000000188' + '000001090400000001' + '88' + '000003000100000001616263',
      '00' + '00000c070000000000000000010000000b63616c6d',
      '00' + '000005050400000001' + '0000000282' + '000004030000000001' + '00000008',
      '08' + '505249202a20485454502f322e300d0a0d0a534d0d0a0d0a' + '000000040000000000' + '0000020105000000018287',
    ],
    check(data) {
      const {places, body} = splitting(data)
      const isServer = (data[0] & 8) !== 0
      const whole = observed([body], isServer)
      assert.deepEqual(observed(pieces(body, places), isServer), whole)
      assert((whole.broken ?? '').length < 300, 'words of ours are short')
      bounded(whole, body, 400)
    },
  },
  {
    name: 'h2-raw',
    reads: ['http/h2/raw-reader.RawReader'],
    // SETTINGS; a response in two frames; DATA; GOAWAY; trailers; a push; half a frame.
    seeds: [
      '00' + '00000c0400000000000008000000010003000000ff' + '000001010400000001' + '88',
      '02010200000101000000000188' + '000001090400000001' + '88' + '000003000100000001616263',
      '00' + '00000c070000000000000000010000000b63616c6d',
      '00' + '000005050400000001' + '0000000282' + '000004030000000001' + '00000008',
      '08' + '505249202a20485454502f322e300d0a0d0a534d0d0a0d0a' + '000000040000000000' + '0000020105000000018287',
    ],
    check(data) {
      const {places, body} = splitting(data)
      const isServer = (data[0] & 8) !== 0
      const whole = raw([body], isServer)
      assert.deepEqual(raw(pieces(body, places), isServer), whole)
      bounded(whole, body, 1000)
    },
  },
]

/** Whether a field may be put into a table is not said of those that are in it. */
function plain({name, value}) {
  return [name, value]
}

function* blocks(data) {
  const cursor = new Cursor(data.subarray(1))
  for (let left = (data[0] ?? 0) % 8; left > 0 && cursor.remaining > 0; left--) {
    yield cursor.take(Math.min(cursor.u8(), cursor.remaining))
  }
}

/** Whole frames, and what is left of the last. */
function frames(chunks) {
  const reader = new frame.Reader()
  const out = []
  let open
  for (const part of chunks.flatMap(chunk => [...reader.push(chunk)])) {
    if (part.part === 'header') open = {header: part.header, offset: part.offset, parts: []}
    else if (part.part === 'payload') open.parts.push(part.bytes)
    else out.push({header: open.header, offset: open.offset, bytes: concat(...open.parts)})
  }
  return {frames: out, atBoundary: reader.atBoundary}
}

/** All that can be asked of an observer. Streams 1 and 3 are ours, as if requests had been sent. */
function observed(chunks, isServer) {
  const told = []
  const observer = new Observer(isServer, [], {
    onSettings: () => void told.push('settings'),
    onGoaway: goaway => void told.push(['goaway', goaway]),
    onGivenUp: () => void told.push('given up'),
    onRequestWritten: () => void told.push('request'),
  })
  const streams = [1, 3].map(id => observer.own(id))
  for (const chunk of chunks) observer.received.push(chunk)
  const {peerSettings, goaway, broken, lastRequest} = observer
  assert(observer.streamCount <= 140, 'what nobody asks about is forgotten')
  const seen = streams.map(watch => {
    const {finished, resetByPeer, headSeen} = watch
    const heads = []
    for (let next = watch.takeHead(); next; next = watch.takeHead()) heads.push(next.head?.map(plain))
    return {finished, resetByPeer, headSeen, heads}
  })
  return {told, peerSettings, goaway, broken, lastRequest, seen}
}

function raw(chunks, isServer) {
  const reader = new RawReader(isServer)
  const out = chunks.flatMap(chunk => [...reader.push(chunk)])
  return {
    isForeign: reader.isForeign,
    frames: out.map(({header, offset, bytes, fields, problem}) => {
      return {header, offset, hex: toHex(bytes), fields: fields?.map(plain), problem}
    }),
  }
}
