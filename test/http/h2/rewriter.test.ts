/** Frames that are changed on their way: nothing but what was asked for, however the octets are cut. */
import {describe, expect, it} from 'vitest'
import {RawReader} from '../../../src/lib/http/h2/raw-reader.js'
import {Rewriter} from '../../../src/lib/http/h2/rewriter.js'
import {concat} from '../../../src/lib/wire/bytes.js'
import type {RequestCare} from '../../../src/lib/http/request-care.js'
import * as frame from '../../../src/lib/wire/h2-frame.js'
import * as settings from '../../../src/lib/wire/h2-settings.js'
import {Encoder} from '../../../src/lib/wire/hpack/encoder.js'

const PING = frame.write(frame.PING, new Uint8Array(8))
const fields = [
  {name: ':method', value: 'CONNECT'},
  {name: 'x-a', value: 'b'},
]

function through(rewriter: Rewriter, bytes: Uint8Array, size: number): Uint8Array {
  const parts: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += size) parts.push(rewriter.push(bytes.subarray(at, at + size)))
  return concat(...parts)
}

function requests(care: RequestCare): Rewriter {
  const rewriter = Rewriter.requests(care)
  if (!rewriter) throw new RangeError('there is nothing to rewrite')
  return rewriter
}

it('needs no rewriter for care that leaves the frames alone', () => {
  expect(Rewriter.requests({goesOnAfterConnect: true})).toBeUndefined()
})

describe.each([1, 7, 10_000])('in pieces of %d octets', size => {
  it('mends requests, also those in several frames, and leaves the rest', () => {
    const encoder = new Encoder()
    const [one, two] = [encoder.write(fields), encoder.write(fields)]
    const bytes = concat(
      frame.PREFACE,
      PING,
      frame.write(frame.HEADERS, one, {flags: frame.END_HEADERS, streamId: 1}),
      frame.write(frame.HEADERS, two.subarray(0, 1), {flags: frame.END_STREAM, streamId: 3}),
      frame.write(frame.CONTINUATION, two.subarray(1), {flags: frame.END_HEADERS, streamId: 3}),
    )
    const mended = through(requests({mendFields: list => list.filter(({name}) => name !== 'x-a')}), bytes, size)
    const seen = [...new RawReader(true).push(mended)]
    expect(seen.map(({header: {type, flags, streamId}, fields: list}) => ({type, flags, streamId, list}))).toEqual([
      {type: frame.PING, flags: 0, streamId: 0, list: undefined},
      {type: frame.HEADERS, flags: frame.END_HEADERS, streamId: 1, list: [fields[0]]},
      {type: frame.HEADERS, flags: frame.END_HEADERS | frame.END_STREAM, streamId: 3, list: [fields[0]]},
    ])
  })

  it('leaves out heads behind the first of a stream, and reads those behind them', () => {
    const encoder = new Encoder()
    const head = (streamId: number): Uint8Array =>
      frame.write(frame.HEADERS, encoder.write(fields), {flags: frame.END_HEADERS, streamId})
    const left = through(
      requests({ignoresLaterHeads: true}),
      concat(frame.PREFACE, head(1), head(1), PING, head(3)),
      size,
    )
    const seen = [...new RawReader(true).push(left)]
    expect(seen.map(({header: {type, streamId}, fields: list}) => [type, streamId, list])).toEqual([
      [frame.HEADERS, 1, fields],
      [frame.PING, 0, undefined],
      [frame.HEADERS, 3, fields],
    ])
  })

  it('says other SETTINGS, and acknowledges as before', () => {
    const ack = frame.write(frame.SETTINGS, new Uint8Array(0), {flags: frame.ACK})
    const ours = frame.write(frame.SETTINGS, settings.write([{id: 8n, value: 1n}]))
    const other = [{id: 8n, value: 2n}]
    const said = through(
      Rewriter.settings(() => other),
      concat(ours, ack, PING),
      size,
    )
    expect(said).toEqual(concat(frame.write(frame.SETTINGS, settings.write(other)), ack, PING))
  })
})
