/** Credit as the wire tells it: increments of HTTP/2 for one stream, maxima of QUIC above what was granted at first. */
import {expect, it} from 'vitest'
import type {RawExchange, RawHttp2, RawHttp3} from '../../src/lib/spec/raw-rig.js'
import {creditGiven} from '../../src/lib/stimuli/granted-credit.js'
import {concat} from '../../src/lib/wire/bytes.js'
import * as varint from '../../src/lib/wire/varint.js'

const exchange = {id: 4n} as RawExchange

it('adds what HTTP/2 gives to this stream, and to no other', () => {
  const update = (streamId: number, increment: number, type = 8) => ({
    type,
    streamId,
    flags: 0,
    atMs: 0,
    bytes: Uint8Array.of(0, 0, 0, 0, increment >> 8, increment & 0xff).subarray(2),
  })
  const frames = [update(4, 300), update(0, 999), update(8, 999), update(4, 7), update(4, 999, 0)]
  expect(creditGiven({frames} as unknown as RawHttp2, exchange)).toEqual({takenBytes: 307, grants: 2})
})

const maximum = (streamId: number, value: number) =>
  concat(Uint8Array.of(0x11), varint.write(streamId), varint.write(value))
const packet = (frames: Uint8Array, direction: 'sent' | 'received' = 'received', level = '1-rtt') => ({
  direction,
  level,
  packetNumber: '1',
  frames,
})
const raw = (packets: readonly unknown[], parameters: readonly {id: string; value: string | true}[] | undefined) =>
  ({packets, seen: {transportParameters: parameters}, datagram: () => undefined}) as unknown as RawHttp3

it('takes the largest maximum that QUIC gives to this stream', () => {
  const packets = [
    packet(concat(maximum(4, 1500), maximum(8, 9000))),
    packet(maximum(4, 1200)),
    packet(maximum(4, 9000), 'sent'),
    packet(maximum(4, 9000), 'received', 'handshake'),
    packet(concat(maximum(4, 1100), Uint8Array.of(0x11))),
  ]
  expect(creditGiven(raw(packets, [{id: '0x6', value: '1000'}]), exchange)).toEqual({takenBytes: 500, grants: 3})
  expect(creditGiven(raw([], [{id: '0x06', value: '1000'}]), exchange)).toEqual({takenBytes: 0, grants: 0})
  expect(creditGiven(raw(packets, [{id: '0x16', value: '1000'}]), exchange)).toEqual({takenBytes: undefined, grants: 3})
  expect(creditGiven(raw(packets, undefined), exchange)).toEqual({takenBytes: undefined, grants: 3})
})
