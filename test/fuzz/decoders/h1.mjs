// HTTP/1.x, in whatever pieces it comes: heads of both kinds, and chunks.
import {concat, fromLatin1, toHex} from '../../../dist/lib/wire/bytes.js'
import {ChunkReader, requestFraming, responseFraming} from '../../../dist/lib/wire/h1-framing.js'
import * as head from '../../../dist/lib/wire/h1-head.js'
import {HeadReader} from '../../../dist/lib/wire/h1-head-reader.js'
import {assert, bounded, pieces, splitting, wireValue} from '../invariants.mjs'

const hex = text => toHex(fromLatin1(text))

/** @type {import('./index.mjs').Decoder[]} */
export const H1 = [
  {
    name: 'h1-response',
    reads: ['wire/h1-head.readResponse', 'wire/h1-head-reader.HeadReader'],
    seeds: [
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: connect-udp\r\n\r\n\0',
      'HTTP/1.0 502\nX : a\n b\nContent-Length: 5, 5\n\nhello',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\nContent-Length: 3\r\n\r\n',
      'HTTP/2.0 200\r\n\r\n',
    ].map(text => `00${hex(text)}`),
    check: data =>
      heads(data, 'response', head.readResponse, head.writeResponse, ({status, fields}) =>
        responseFraming(status, fields),
      ),
  },
  {
    name: 'h1-request',
    reads: ['wire/h1-head.readRequest'],
    seeds: [
      'GET /.well-known/masque/udp/192.0.2.1/7/ HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: connect-udp\r\n\r\n\0',
      '\r\nPOST * HTTP/1.1\r\nHost:\r\nContent-Length: 2\r\n\r\nab',
      'CONNECT h:1 HTTP/1.0\r\n\r\n',
    ].map(text => `00${hex(text)}`),
    check: data => heads(data, 'request', head.readRequest, head.writeRequest, ({fields}) => requestFraming(fields)),
  },
  {
    name: 'h1-chunks',
    reads: ['wire/h1-framing.ChunkReader'],
    seeds: ['3\r\nabc\r\n0\r\n\r\nnext', 'a;x=1\n0123456789\n0\nTrailer: x\n\n', 'ffffffffffff\r\n'].map(
      text => `00${hex(text)}`,
    ),
    check(data) {
      const {places, body} = splitting(data)
      const [whole, cut] = [chunks([body]), chunks(pieces(body, places))]
      assert.deepEqual(cut, whole)
      bounded(whole, body)
    },
  },
]

function heads(data, kind, read, write, framing) {
  const {places, body} = splitting(data)
  const [whole, cut] = [whereItEnds([body], kind), whereItEnds(pieces(body, places), kind)]
  assert.deepEqual(cut, whole)
  if (!whole?.head) return
  const value = wireValue(() => read(Buffer.from(whole.head, 'hex')))
  if (!value) return
  bounded(value, body)
  wireValue(() => framing(value))
  if (value.problems.length > 0) return
  const again = read(write(value))
  assert.deepEqual({...again, problems: []}, value, 'what has no problems is written as it was read')
}

function whereItEnds(parts, kind) {
  const reader = new HeadReader(kind)
  for (const [index, part] of parts.entries()) {
    let failed
    const done = wireValue(() => {
      try {
        return reader.push(part)
      } catch (error) {
        failed = error
        throw error
      }
    })
    if (failed) return {code: failed.code}
    if (done) return {head: toHex(done.head), rest: toHex(concat(done.rest, ...parts.slice(index + 1)))}
  }
  return {}
}

function chunks(parts) {
  const reader = new ChunkReader()
  const content = []
  for (const [index, part] of parts.entries()) {
    const read = wireValue(() => reader.push(part))
    if (!read) return {failed: true}
    content.push(...read.content)
    if (reader.done)
      return {content: toHex(concat(...content)), rest: toHex(concat(read.rest, ...parts.slice(index + 1)))}
    assert.equal(read.rest.length, 0, 'nothing is left while there is more to come')
  }
  return {content: toHex(concat(...content))}
}
