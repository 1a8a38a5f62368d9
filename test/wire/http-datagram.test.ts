import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import * as httpDatagram from '../../src/lib/wire/http-datagram.js'
import type {Width} from '../../src/lib/wire/varint.js'
import {ascii, hex, show, wireErrorOf} from '../support/bytes.js'

describe('HTTP Datagrams', () => {
  it('reads stream 44, context 0, "hello"', () => {
    const {quarterStreamId, payload} = httpDatagram.read(hex('0b0068656c6c6f'))
    expect(quarterStreamId).toEqual({value: 11n, width: 1})
    expect(httpDatagram.readContext(payload)).toEqual({contextId: {value: 0n, width: 1}, payload: ascii('hello')})
  })

  it('may be empty behind the Quarter Stream ID, and behind the Context ID', () => {
    expect(httpDatagram.read(hex('00')).payload).toHaveLength(0)
    expect(httpDatagram.readContext(hex('4002'))).toEqual({contextId: {value: 2n, width: 2}, payload: hex('')})
  })

  it('takes the largest Quarter Stream ID and refuses the next', () => {
    const largest = httpDatagram.write(httpDatagram.MAX_QUARTER_STREAM_ID, hex(''))
    expect(httpDatagram.read(largest).quarterStreamId.value).toBe(2n ** 60n - 1n)
    expect(wireErrorOf(() => httpDatagram.read(hex('d000000000000000')))).toBe('malformed')
  })

  it.each(['', '40', 'c0'])('is too short to hold a Quarter Stream ID or Context ID: "%s"', wire => {
    expect(wireErrorOf(() => httpDatagram.read(hex(wire)))).toBe('truncated')
    expect(wireErrorOf(() => httpDatagram.readContext(hex(wire)))).toBe('truncated')
  })

  it('keeps everything through a round trip, at every width', () => {
    const identifier = fc.bigInt({min: 0n, max: 63n})
    const widths = fc.constantFrom<Width>(1, 2, 4, 8)
    fc.assert(
      fc.property(identifier, widths, identifier, widths, fc.uint8Array(), (quarter, width, context, inner, bytes) => {
        const wire = httpDatagram.write(quarter, httpDatagram.writeContext(context, bytes, inner), width)
        const outer = httpDatagram.read(wire)
        expect(outer.quarterStreamId).toEqual({value: quarter, width})
        const read = httpDatagram.readContext(outer.payload)
        expect(read.contextId).toEqual({value: context, width: inner})
        expect(show(read.payload)).toBe(show(bytes))
      }),
    )
  })
})
