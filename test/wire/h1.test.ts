/** Heads and chunks of HTTP/1.1: what is kept, what is told, what is refused, and pieces of any size. */
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {concat, toLatin1} from '../../src/lib/wire/bytes.js'
import type {WireError} from '../../src/lib/wire/error.js'
import {ChunkReader, listed, requestFraming, responseFraming, writeChunks} from '../../src/lib/wire/h1-framing.js'
import * as head from '../../src/lib/wire/h1-head.js'
import {HeadReader} from '../../src/lib/wire/h1-head-reader.js'
import {ascii, prefixes, wireErrorOf} from '../support/bytes.js'

const REQUEST =
  'GET https://example.org/.well-known/masque/udp/192.0.2.6/443/ HTTP/1.1\r\nHost: example.org\r\nConnection: Upgrade\r\nUpgrade: connect-udp\r\nCapsule-Protocol: ?1\r\n\r\n'
const RESPONSE =
  'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: connect-udp\r\nCapsule-Protocol: ?1\r\n\r\n'

describe('heads', () => {
  it('of RFC 9298 sections 3.2 and 3.3 are read, and written as they were', () => {
    const request = head.readRequest(ascii(REQUEST))
    expect(request).toMatchObject({method: 'GET', version: '1.1', problems: []})
    expect(request.fields.map(([name]) => name)).toEqual(['Host', 'Connection', 'Upgrade', 'Capsule-Protocol'])
    expect(toLatin1(head.writeRequest(request))).toBe(REQUEST)
    const response = head.readResponse(ascii(RESPONSE))
    expect(response).toMatchObject({status: 101, reason: 'Switching Protocols', problems: []})
    expect(toLatin1(head.writeResponse(response))).toBe(RESPONSE)
  })

  it('keep every octet of names and values, in order, twice if they are there twice', () => {
    const {fields} = head.readResponse(ascii('HTTP/1.1 200 \r\nX-A: gr\u00fc\u00df\r\nx-a:\r\nX-A:\t b  c \r\n\r\n'))
    expect(fields).toEqual([
      ['X-A', 'gr\u00fc\u00df'],
      ['x-a', ''],
      ['X-A', 'b  c'],
    ])
  })

  const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,20}$/)
  const value = fc.stringMatching(/^[\x21-\x7e\x80-\xff]([\x20-\x7e\x80-\xff]{0,20}[\x21-\x7e\x80-\xff])?$/)

  it('come back as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(token, value)), fc.integer({min: 100, max: 999}), (fields, status) => {
        const read = head.readResponse(head.writeResponse({status, fields}))
        expect(read).toEqual({version: '1.1', status, reason: '', fields, problems: []})
      }),
    )
  })

  it.each([
    ['HTTP/1.1 2000 X\r\n\r\n', 'status'],
    ['HTTP/1.1 099 X\r\n\r\n', 'status line'],
    ['ICY 200 OK\r\n\r\n', 'status line'],
    ['HTTP/1.1 200 OK\r\nA B: c\r\n\r\n', 'field name'],
    ['HTTP/1.1 200 OK\r\n: c\r\n\r\n', 'field name'],
    ['HTTP/1.1 200 a\0b\r\n\r\n', 'reason phrase'],
  ])('%j is an error', (text, what) => {
    expect(() => head.readResponse(ascii(text))).toThrow(what)
    expect(wireErrorOf(() => head.readResponse(ascii(text)))).toBe('malformed')
  })

  it.each(['GET  / HTTP/1.1', 'GET / HTTP/1.1 ', 'GET /', 'GET /a b HTTP/1.1', 'G\u00e9T / HTTP/1.1', 'GET / HTTP/11'])(
    'the request line %j is an error',
    line => {
      expect(wireErrorOf(() => head.readRequest(ascii(`${line}\r\nHost: h\r\n\r\n`)))).toBe('malformed')
    },
  )
})

describe('where a head ends', () => {
  it('is found however it comes, and what is behind it is left', () => {
    const behind = Uint8Array.of(0, 1, 2)
    const all = concat(ascii(RESPONSE), behind)
    fc.assert(
      fc.property(fc.array(fc.integer({min: 1, max: 60})), sizes => {
        const reader = new HeadReader('response')
        let rest = all
        for (const size of [...sizes, all.length]) {
          const done = reader.push(rest.subarray(0, size))
          rest = rest.subarray(size)
          if (!done) continue
          expect(toLatin1(done.head)).toBe(RESPONSE)
          expect(concat(done.rest, rest)).toEqual(behind)
          return
        }
        throw new Error('no end was found')
      }),
    )
  })

  it('is not found in any part of one', () => {
    for (const part of prefixes(ascii(RESPONSE))) expect(new HeadReader('response').push(part)).toBeUndefined()
    for (const part of prefixes(ascii(REQUEST))) expect(new HeadReader('request').push(part)).toBeUndefined()
  })

  it.each([
    ['response', 'H', undefined],
    ['response', 'HTTP/1.', undefined],
    ['response', 'HTT ', 'no HTTP response'],
    ['response', 'HTTP/2', 'HTTP/2'],
    ['response', 'HTTP/3.1 ', 'HTTP/3.1'],
    ['response', '\r\n\r\n', undefined],
    ['response', '\u0015\u0003\u0003', 'TLS'],
    ['request', '\u0016\u0003\u0001', 'TLS'],
    ['request', '\u0000\u0000', 'no request'],
    ['request', 'PRI', undefined],
  ] as const)('the %s that begins with %j is told at once', (kind, text, problem) => {
    const push = (): unknown => new HeadReader(kind).push(ascii(text))
    if (problem === undefined) expect(push()).toBeUndefined()
    else expect(push).toThrow(problem)
  })

  it('is not waited for beyond the limits', () => {
    const limits = {lineBytes: 100, headBytes: 1000, fields: 10}
    const push = (text: string): WireError['code'] =>
      wireErrorOf(() => new HeadReader('request', limits).push(ascii(text)))
    expect(push('A'.repeat(102))).toBe('too-large')
    expect(push(`GET / HTTP/1.1\r\n${'a: b\r\n'.repeat(11)}`)).toBe('too-large')
    expect(push(`GET / HTTP/1.1\r\n${`a: ${'b'.repeat(90)}\r\n`.repeat(11)}`)).toBe('too-large')
    expect(push('\r\n'.repeat(600))).toBe('too-large')
  })
})

describe('framing', () => {
  it.each([
    [200, [], {kind: 'until-close'}],
    [200, [['Content-Length', '5']], {kind: 'length', length: 5}],
    [200, [['Transfer-Encoding', 'gzip, Chunked']], {kind: 'chunked'}],
    [200, [['transfer-encoding', 'gzip']], {kind: 'until-close'}],
    [204, [['Content-Length', '5']], {kind: 'none'}],
    [101, [['Content-Length', '5']], {kind: 'none'}],
  ] as const)('of status %i with %j', (status, fields, framing) => {
    expect(responseFraming(status, fields)).toEqual({framing, problems: []})
  })

  it('tells what is doubtful, and refuses what is more than that', () => {
    const twice = [['Content-Length', '5, 5']] as const
    expect(responseFraming(200, twice)).toMatchObject({framing: {length: 5}, problems: [/more than once/]})
    for (const length of ['5, 6', '-1', '+5', '', '0x5', '1 2']) {
      expect(wireErrorOf(() => requestFraming([['Content-Length', length]]))).toBe('malformed')
    }
    expect(wireErrorOf(() => requestFraming([['Transfer-Encoding', 'gzip']]))).toBe('malformed')
  })

  it('lists are lists over several lines', () => {
    expect(
      listed(
        [
          ['Connection', 'keep-alive, Upgrade'],
          ['a', 'b'],
          ['connection', ' x,,'],
        ],
        'connection',
      ),
    ).toEqual(['keep-alive', 'upgrade', 'x'])
  })
})

describe('chunks', () => {
  const read = (pieces: readonly Uint8Array[]): {content: string; rest: string; done: boolean} => {
    const reader = new ChunkReader()
    const parts = pieces.map(piece => reader.push(piece))
    const content = concat(...parts.flatMap(({content}) => content))
    return {content: toLatin1(content), rest: toLatin1(concat(...parts.map(({rest}) => rest))), done: reader.done}
  }
  const text = '4\r\nWiki\r\n6;x="y"\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\nTrailer: x\r\n\r\nnext'

  it('are joined, with extensions and trailers left out, octet by octet as well', () => {
    const wanted = {content: 'Wikipedia in \r\n\r\nchunks.', rest: 'next', done: true}
    expect(read([ascii(text)])).toEqual(wanted)
    expect(read([...ascii(text)].map(octet => Uint8Array.of(octet)))).toEqual(wanted)
  })

  it('end nowhere before their end', () => {
    for (const part of prefixes(ascii(text.slice(0, -4)))) expect(read([part]).done).toBe(false)
  })

  it.each(['x\r\n', '-1\r\n', '\r\n', '5\r\nhelloworld', '1000000000000000\r\n'])('%j is an error', wrong => {
    expect(wireErrorOf(() => read([ascii(wrong)]))).toBe('malformed')
  })

  it('come with trailers behind them, as they are written', () => {
    const trailers = [
      ['Proxy-Status', 'a; b=1'],
      ['x', ''],
    ] as const
    for (const content of ['', 'seventeen octets!']) {
      const reader = new ChunkReader()
      const read = reader.push(writeChunks(Buffer.from(content), trailers))
      expect(Buffer.concat(read.content).toString()).toBe(content)
      expect([reader.done, reader.trailers]).toEqual([true, ['Proxy-Status: a; b=1', 'x: ']])
    }
  })

  it('have heads and trailers that end', () => {
    expect(wireErrorOf(() => read([ascii(`5;${'x'.repeat(5000)}`)]))).toBe('too-large')
    expect(wireErrorOf(() => read([ascii(`0\r\n${'a: b\r\n'.repeat(100)}`)]))).toBe('too-large')
  })
})
