/** HTTP/1.1 at its edges: the last octet that is still within a limit, and what is told rather than refused. */
import {describe, expect, it} from 'vitest'
import {toLatin1} from '../../src/lib/wire/bytes.js'
import {ChunkReader, requestFraming, responseFraming} from '../../src/lib/wire/h1-framing.js'
import * as head from '../../src/lib/wire/h1-head.js'
import {HeadReader} from '../../src/lib/wire/h1-head-reader.js'
import {ascii, wireErrorOf} from '../support/bytes.js'

describe('the beginning of a head', () => {
  const H2_SETTINGS = '\0\0\u0012\u0004\0\0\0\0\0'
  it.each([
    ['response', '\u0014\u0003', 'TLS'],
    ['response', '\u0017\u0003', 'TLS'],
    ['response', '\u0015', 'TLS'],
    ['response', '\u0013\u0003', 'no HTTP response'],
    ['response', '\u0018\u0003', 'no HTTP response'],
    ['response', '\u0015\u0004', 'no HTTP response'],
    ['response', H2_SETTINGS, 'this is HTTP/2'],
    ['response', H2_SETTINGS.slice(0, -1), 'no HTTP response'],
    ['response', H2_SETTINGS.replace('\u0004', '\u0005'), 'no HTTP response'],
    ['response', H2_SETTINGS.replace('\0', '\u0001'), 'no HTTP response'],
    ['response', 'xHTTP/2', 'no HTTP response'],
    ['response', 'HTTP/1\n', 'this is HTTP/1'],
    ['request', ' GET', 'no request'],
  ] as const)('of a %s: %j', (kind, text, problem) => {
    expect(() => new HeadReader(kind).push(ascii(text))).toThrow(problem)
  })

  it('may be an empty line, of either form, and no more than that', () => {
    for (const text of ['\nHTTP/1.1 200 OK\n\n', '\r\nHTTP/1.1 200 OK\r\n\r\n']) {
      expect(toLatin1(new HeadReader('response').push(ascii(`${text}x`))!.head)).toBe(text)
    }
    expect(new HeadReader('response').push(ascii('HTT\r\n'))).toBeUndefined()
  })

  it('is nothing as long as nothing has come', () => {
    const reader = new HeadReader('request')
    expect(reader.isEmpty).toBe(true)
    reader.push(ascii('G'))
    expect(reader.isEmpty).toBe(false)
  })
})

describe('the end of a head', () => {
  it.each(['a\n', '\rx: y\r\n', 'ab\r\n'])('is no line like %j', line => {
    const whole = `GET / HTTP/1.1\r\n${line}\r\n`
    const {head: found, rest} = new HeadReader('request').push(ascii(`${whole}rest`))!
    expect([toLatin1(found), toLatin1(rest)]).toEqual([whole, 'rest'])
  })

  it('is found behind a line that is long, at once and in pieces', () => {
    const whole = `GET / HTTP/1.1\r\nA: ${'b'.repeat(5000)}\r\n\r\n`
    expect(toLatin1(new HeadReader('request').push(ascii(whole))!.head)).toBe(whole)
    const reader = new HeadReader('request')
    const done = [...ascii(whole)].map(octet => reader.push(Uint8Array.of(octet))).at(-1)
    expect(toLatin1(done!.head)).toBe(whole)
  })

  const limits = {lineBytes: 100, headBytes: 1000, fields: 10}
  const START = 'GET / HTTP/1.1\r\n'
  const line = (octets: number): string => `${'a: '.padEnd(octets - 2, 'b')}\r\n`
  it.each([
    ['a line', line(100), line(101)],
    ['all fields', line(10).repeat(10), line(10).repeat(11)],
    ['the head', line(100).repeat(9) + line(82), line(100).repeat(9) + line(83)],
  ])('is waited for up to the limit of %s', (_, within, beyond) => {
    const push = (fields: string): unknown => new HeadReader('request', limits).push(ascii(`${START}${fields}\r\n`))
    expect(push(within)).toBeDefined()
    expect(wireErrorOf(() => push(beyond))).toBe('too-large')
  })
})

describe('a response that is not quite right', () => {
  it.each([
    ['HTTP/1.1 200 OK\nA: b\n\n', 'a line ends with LF alone'],
    ['\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\n', 'there is an empty line before the message'],
    ['HTTP/1.1 200 OK\r\nA \t: b\r\n\r\n', 'there is white space between a field name and its colon'],
    ['HTTP/1.1 200 \u0001\r\nA: b\r\n\r\n', 'the reason phrase has control characters in it'],
    ['HTTP/1.1 200\r\nA: b\r\n\r\n', 'there is no space after the status'],
  ])('is read, and told: %j', (text, problem) => {
    expect(head.readResponse(ascii(text))).toMatchObject({status: 200, fields: [['A', 'b']], problems: [problem]})
  })

  it('has fields over several lines, and white space around values', () => {
    const {fields, problems} = head.readResponse(ascii('HTTP/1.1 200 OK\r\nA: b \t \r\n\t c \r\n\r\nD: e\r\n'))
    expect([fields, problems]).toEqual([[['A', 'b c']], ['a field is continued on the next line']])
  })

  it.each([
    ['xHTTP/1.1 200 OK\r\n\r\n', 'the status line is none'],
    ['HTTP/1.1 200OK\r\n\r\n', 'three-digit'],
    ['HTTP/1.1 200 OK\r\n A: b\r\n\r\n', 'white space before the first field'],
    ['HTTP/1.1 200 OK\r\nAB\r\n\r\n', 'no colon'],
    ['\r\n\r\n', 'the status line is none'],
  ])('or is none: %j', (text, problem) => {
    expect(() => head.readResponse(ascii(text))).toThrow(problem)
  })

  it('of a request as well', () => {
    expect(head.readRequest(ascii('GET / HTTP/1.1\nA: b\n\n')).problems).toEqual(['a line ends with LF alone'])
    for (const line of ['GET \u007f/a HTTP/1.1', 'GET /a\u007f HTTP/1.1']) {
      expect(() => head.readRequest(ascii(`${line}\r\n\r\n`))).toThrow('the request target is none')
    }
    for (const line of ['GET / xHTTP/1.1', 'GET / HTTP/1.1x', 'GET / ']) {
      expect(() => head.readRequest(ascii(`${line}\r\n\r\n`))).toThrow('the request line has no version')
    }
  })
})

describe('framing, where two rules meet', () => {
  it('goes by the coding, and tells of the length beside it', () => {
    const fields = [
      ['Transfer-Encoding', 'chunked'],
      ['Content-Length', '5'],
    ] as const
    const problems = ['there are both Transfer-Encoding and Content-Length']
    expect(responseFraming(200, fields)).toEqual({framing: {kind: 'chunked'}, problems})
    expect(responseFraming(200, fields.slice(0, 1))).toEqual({framing: {kind: 'chunked'}, problems: []})
  })

  it('of 304 is none, and of a request without either as well', () => {
    expect(responseFraming(304, [['Content-Length', '5']])).toEqual({framing: {kind: 'none'}, problems: []})
    expect(requestFraming([['Content-Type', 'text/plain']])).toEqual({framing: {kind: 'none'}, problems: []})
    expect(requestFraming([['Content-Length', '12']])).toEqual({framing: {kind: 'length', length: 12}, problems: []})
  })
})

describe('chunks, octet by octet at their limits', () => {
  const read = (text: string): string => {
    const reader = new ChunkReader()
    const {content} = reader.push(ascii(text))
    return `${content.map(toLatin1).join('')}${reader.done ? '.' : ''}`
  }

  it('may end their lines with LF alone, and say their length with many digits', () => {
    expect(read('5\nhello\n00000000000b\r\nhello again\r\n0\n\n')).toBe('hellohello again.')
    expect(read('5\r\n')).toBe('')
    expect(() => read('5\r\nhello\r\r\n')).toThrow('longer than its length says')
    expect(() => read('5\r\r\nhello')).toThrow('the length of a chunk is none')
  })

  it('may be as long as the limits', () => {
    const extension = `5;${'x'.repeat(4096 - 4)}\r\nhello\r\n0\r\n`
    expect(read(`${extension}${'a: b\r\n'.repeat(64)}\r\n`)).toBe('hello.')
    expect(() => read(`${extension}${'a: b\r\n'.repeat(65)}\r\n`)).toThrow('trailers without end')
    expect(() => read(extension.replace('x', 'xx'))).toThrow('a head without end')
  })
})
