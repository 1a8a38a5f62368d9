/** Servers of HTTP/2 that are bad in one point each: what they do, and how it must end for who meets them. */
import {concat} from '../../../src/lib/wire/bytes.js'
import * as capsule from '../../../src/lib/wire/capsule.js'
import * as frame from '../../../src/lib/wire/h2-frame.js'
import * as payload from '../../../src/lib/wire/h2-payload.js'
import * as settings from '../../../src/lib/wire/h2-settings.js'
import {indexed} from '../../../src/lib/wire/hpack/encoder.js'
import * as varint from '../../../src/lib/wire/varint.js'
import {SERVER_SETTINGS} from '../../../src/lib/http/h2/settings.js'
import type {Ending} from '../../../src/lib/http/ending.js'
import type {Fault, Viability} from '../../../src/lib/report/document.js'
import type {H2Guest, H2Visit} from './h2-guest.js'

/** What comes of a meeting. */
export type Meeting =
  /** No tunnel: the ending of the request. */
  | {readonly kind: 'failed'; readonly ending: Partial<Ending>}
  /** An answer that is a refusal, or pretends to be a tunnel. */
  | {readonly kind: 'refused' | 'malformed'}
  /** A tunnel that ended so. */
  | {readonly kind: 'ended'; readonly ending: Partial<Ending>}
  /** A tunnel that still carries. */
  | {readonly kind: 'lives'}
  /** Nothing until the timeout. */
  | {readonly kind: 'silent'}

export interface H2Case {
  readonly name: string
  readonly script: (guest: H2Guest) => Promise<unknown>
  readonly expected: Meeting
  /** What `probe udp` makes of it; `code` of the diagnosis, none where a tunnel was opened. */
  readonly command: readonly [exit: number, viability: Viability, blame: Fault | null, code?: string]
  /** In the detail of the ending. */
  readonly says?: string
}

const none = new Uint8Array(0)
const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
const garbage = Uint8Array.from({length: 1000}, (_, index) => (index * 151 + 89) & 0xff)
const filling = new Uint8Array(16_000)

const protocolError = {by: 'us', how: 'protocol-error', scope: 'connection'} as const
const malformed = {by: 'us', how: 'malformed', scope: 'tunnel'} as const
const overLimit = {by: 'us', how: 'over-limit'} as const

/** SETTINGS, the request, a tunnel, and then this. */
function inTunnel(then: (visit: H2Visit, guest: H2Guest) => unknown): H2Case['script'] {
  return async guest => {
    const visit = await guest.greet()
    await visit.accept()
    await then(visit, guest)
  }
}

/** SETTINGS, the request, and then this. */
function atRequest(then: (visit: H2Visit, guest: H2Guest) => unknown): H2Case['script'] {
  return async guest => then(await guest.greet(), guest)
}

const times = (count: number, bytes: Uint8Array): Uint8Array => concat(...Array.from({length: count}, () => bytes))
const onConnection = (type: number, body: Uint8Array, flags = 0): Uint8Array => frame.write(type, body, {flags})

export const SETTINGS_CASES: readonly H2Case[] = [
  {
    name: 'says nothing at all',
    command: [3, 'unreachable', 'unknown', 'no-h2-settings'],
    script: () => Promise.resolve(),
    expected: {kind: 'silent'},
  },
  {
    name: 'begins with another frame than SETTINGS',
    command: [3, 'unreachable', 'proxy', 'http2-violation'],
    script: guest => guest.send(onConnection(frame.PING, ascii('12345678'))),
    expected: {kind: 'failed', ending: protocolError},
    says: 'its first frame is PING',
  },
  {
    name: 'answers in HTTP/1.1',
    command: [3, 'unreachable', 'proxy', 'http2-violation'],
    script: guest => guest.send(ascii('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n')),
    expected: {kind: 'failed', ending: protocolError},
    says: 'HTTP/1',
  },
  {
    name: 'offers no extended CONNECT',
    command: [3, 'refused', 'unknown', 'no-extended-connect'],
    script: guest => guest.settle([{id: settings.MAX_CONCURRENT_STREAMS, value: 10n}]),
    expected: {kind: 'failed', ending: {by: 'peer', how: 'not-offered'}},
    says: 'lack ENABLE_CONNECT_PROTOCOL',
  },
  {
    name: 'takes extended CONNECT back',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel((_, guest) => guest.settle([{id: settings.ENABLE_CONNECT_PROTOCOL, value: 0n}])),
    expected: {kind: 'ended', ending: protocolError},
    says: 'took ENABLE_CONNECT_PROTOCOL back',
  },
  {
    name: 'sends a value no setting has',
    command: [3, 'refused', 'proxy', 'http2-violation'],
    script: guest => guest.settle([...SERVER_SETTINGS, {id: settings.MAX_FRAME_SIZE, value: 100n}]),
    expected: {kind: 'failed', ending: protocolError},
    says: 'MAX_FRAME_SIZE is 100',
  },
  {
    name: 'sends SETTINGS that end inside a setting',
    command: [3, 'unreachable', 'proxy', 'http2-violation'],
    script: guest => guest.send(onConnection(frame.SETTINGS, new Uint8Array(7))),
    expected: {kind: 'failed', ending: {...protocolError, codeName: 'FRAME_SIZE_ERROR (0x6)'}},
  },
  {
    name: 'sends SETTINGS twice, which is legal, with identifiers nobody knows',
    command: [3, 'accepted', 'proxy'],
    script: async guest => {
      await guest.settle([{id: 0xabcdn, value: 7n}, ...SERVER_SETTINGS, {id: 0xabcdn, value: 8n}])
      const visit = await guest.request()
      await guest.settle([{id: 0xfafan, value: 1n}])
      await visit.accept()
      await guest.send(visit.datagram(ascii('alive')))
    },
    expected: {kind: 'lives'},
  },
  {
    name: 'floods with SETTINGS and takes no answers',
    command: [3, 'refused', 'unknown', 'fell-silent'],
    script: async guest => {
      await guest.settle()
      guest.stream.pause()
      await guest.flood(() => times(100, onConnection(frame.SETTINGS, settings.write([{id: 0xaaaan, value: 1n}]))), 100)
    },
    expected: {kind: 'silent'},
  },
  {
    name: 'lets nobody open a stream',
    command: [3, 'refused', 'unknown', 'no-stream'],
    script: guest => guest.settle([...SERVER_SETTINGS, {id: settings.MAX_CONCURRENT_STREAMS, value: 0n}]),
    expected: {kind: 'silent'},
  },
]

export const ANSWER_CASES: readonly H2Case[] = [
  {
    name: 'sends a capsule before its response',
    command: [3, 'refused', 'proxy', 'http2-violation'],
    script: atRequest((visit, guest) => guest.send(visit.datagram(ascii('early')))),
    expected: {kind: 'failed', ending: protocolError},
    says: 'DATA before the head',
  },
  {
    name: 'forgets :status',
    command: [3, 'refused', 'proxy', 'http2-violation'],
    script: atRequest(visit => visit.answer(['capsule-protocol', '?1'])),
    expected: {kind: 'failed', ending: malformed},
    says: 'no :status',
  },
  {
    name: 'writes a field name in capitals',
    command: [3, 'refused', 'proxy', 'http2-violation'],
    script: atRequest(visit => visit.answer([':status', '200'], ['Capsule-Protocol', '?1'])),
    expected: {kind: 'failed', ending: malformed},
    says: 'in capitals',
  },
  {
    name: 'puts a pseudo-header field after a regular one',
    command: [3, 'refused', 'proxy', 'http2-violation'],
    script: atRequest(visit => visit.answer(['capsule-protocol', '?1'], [':status', '200'])),
    expected: {kind: 'failed', ending: malformed},
    says: 'after a regular one',
  },
  {
    name: 'talks of the connection in a field',
    command: [3, 'refused', 'proxy', 'http2-violation'],
    script: atRequest(visit => visit.answer([':status', '200'], ['transfer-encoding', 'chunked'])),
    expected: {kind: 'failed', ending: malformed},
    says: 'transfer-encoding',
  },
  {
    name: 'switches protocols',
    command: [3, 'refused', 'proxy', 'http2-violation'],
    script: atRequest(visit => visit.answer([':status', '101'])),
    expected: {kind: 'failed', ending: malformed},
    says: 'status 101',
  },
  {
    name: 'says how long its tunnel is',
    command: [3, 'refused', 'proxy', 'malformed-success'],
    script: atRequest(visit => visit.answer([':status', '200'], ['content-length', '100'])),
    expected: {kind: 'malformed'},
  },
  {
    name: 'never comes to the end of its interim responses',
    command: [3, 'refused', 'unknown', 'our-limit'],
    script: atRequest((visit, guest) => guest.flood(() => visit.head([[':status', '103']]), 1000)),
    expected: {kind: 'failed', ending: overLimit},
    says: 'interim responses',
  },
  {
    name: 'ends the stream with an interim response',
    command: [3, 'refused', 'proxy', 'http2-violation'],
    script: atRequest((visit, guest) =>
      guest.send(visit.head([[':status', '100']], frame.END_HEADERS | frame.END_STREAM)),
    ),
    expected: {kind: 'failed', ending: {scope: 'tunnel', how: 'malformed'}},
  },
  {
    name: 'refuses the stream',
    command: [3, 'refused', 'proxy', 'request-reset'],
    script: atRequest((visit, guest) => guest.send(visit.frame(frame.RST_STREAM, payload.writeRstStream(7n)))),
    expected: {
      kind: 'failed',
      ending: {by: 'peer', how: 'reset', scope: 'tunnel', codeName: 'REFUSED_STREAM (0x7)'},
    },
  },
  {
    name: 'refuses, with a body that does not end',
    command: [3, 'refused', 'you', 'status-403'],
    script: atRequest(async (visit, guest) => {
      await visit.answer([':status', '403'])
      await guest.flood(() => visit.data(filling), 500)
    }),
    expected: {kind: 'refused'},
  },
  {
    name: 'continues its header block for ever',
    command: [3, 'refused', 'unknown', 'our-limit'],
    script: atRequest(async (visit, guest) => {
      await guest.send(visit.frame(frame.HEADERS, guest.raw.block([{name: ':status', value: '200'}])))
      const more = guest.raw.block([{name: 'x', value: 'y'.repeat(100), representation: 'without'}])
      await guest.flood(() => visit.frame(frame.CONTINUATION, more), 10_000)
    }),
    expected: {kind: 'failed', ending: overLimit},
  },
  {
    name: 'speaks of something else in the middle of a header block',
    command: [3, 'refused', 'proxy', 'http2-violation'],
    script: atRequest(async (visit, guest) => {
      await guest.send(
        visit.frame(frame.HEADERS, guest.raw.block([{name: ':status', value: '200'}])),
        onConnection(frame.PING, ascii('12345678')),
      )
    }),
    expected: {kind: 'failed', ending: protocolError},
    says: 'in the middle of a header block',
  },
  {
    name: 'continues a header block that nobody began',
    command: [3, 'refused', 'proxy', 'http2-violation'],
    script: atRequest((visit, guest) => guest.send(visit.frame(frame.CONTINUATION, none, frame.END_HEADERS))),
    expected: {kind: 'failed', ending: protocolError},
    says: 'continues nothing',
  },
  {
    name: 'packs a bomb into a header block',
    command: [3, 'refused', 'unknown', 'our-limit'],
    script: atRequest(async (visit, guest) => {
      const seed = guest.raw.block([
        {name: ':status', value: '200'},
        {name: 'a', value: 'x'.repeat(3900), representation: 'incremental'},
      ])
      const bomb = concat(...Array.from({length: 8000}, () => indexed(62)))
      await guest.send(visit.frame(frame.HEADERS, concat(seed, bomb), frame.END_HEADERS))
    }),
    expected: {kind: 'failed', ending: overLimit},
    says: 'octets',
  },
  {
    name: 'refers to a field that is in no table',
    command: [3, 'refused', 'proxy', 'http2-violation'],
    script: atRequest((visit, guest) => guest.send(visit.frame(frame.HEADERS, indexed(99), frame.END_HEADERS))),
    expected: {kind: 'failed', ending: {...protocolError, codeName: 'COMPRESSION_ERROR (0x9)'}},
    says: 'no table entry 99',
  },
  {
    name: 'pushes',
    command: [3, 'refused', 'proxy', 'http2-violation'],
    script: atRequest((visit, guest) =>
      guest.send(
        visit.frame(
          frame.PUSH_PROMISE,
          payload.writePushPromise(2, guest.raw.block([{name: ':method', value: 'GET'}])),
          frame.END_HEADERS,
        ),
      ),
    ),
    expected: {kind: 'failed', ending: protocolError},
    says: 'PUSH_PROMISE',
  },
  {
    name: 'answers on a stream nobody opened',
    command: [3, 'refused', 'proxy', 'http2-violation'],
    script: atRequest((_, guest) => guest.send(guest.raw.headers(77, [{name: ':status', value: '200'}]))),
    expected: {kind: 'failed', ending: protocolError},
  },
  {
    name: 'says GOAWAY and leaves the request out',
    command: [3, 'refused', 'proxy', 'ended-going-away'],
    script: atRequest((_, guest) =>
      guest.send(onConnection(frame.GOAWAY, payload.writeGoaway(0, 0n, ascii('closing for tonight')))),
    ),
    expected: {kind: 'failed', ending: {by: 'peer', how: 'going-away', reason: 'closing for tonight'}},
  },
  {
    name: 'says GOAWAY before anything is asked',
    command: [3, 'refused', 'proxy', 'ended-going-away'],
    script: guest => guest.settle().then(() => guest.send(onConnection(frame.GOAWAY, payload.writeGoaway(0, 0n)))),
    expected: {kind: 'failed', ending: {by: 'peer', how: 'going-away'}},
  },
  {
    name: 'accuses us in a GOAWAY, at length',
    command: [3, 'refused', 'unknown', 'ended-connection-closed'],
    script: atRequest((_, guest) =>
      guest.send(onConnection(frame.GOAWAY, payload.writeGoaway(0, 1n, ascii('you '.repeat(4000))))),
    ),
    expected: {
      kind: 'failed',
      ending: {by: 'peer', how: 'connection-closed', scope: 'connection', codeName: 'PROTOCOL_ERROR (0x1)'},
    },
  },
  {
    name: 'answers with half a frame, and then no more',
    command: [3, 'refused', 'unknown', 'fell-silent'],
    script: atRequest((visit, guest) => {
      guest.raw.keepQuiet()
      return guest.send(visit.head([[':status', '200']]).subarray(0, 11))
    }),
    expected: {kind: 'silent'},
  },
  {
    name: 'hangs up when it is asked',
    command: [3, 'refused', 'proxy', 'ended-connection-closed'],
    script: atRequest((_, guest) => guest.stream.end()),
    expected: {kind: 'failed', ending: {by: 'peer', how: 'connection-closed', scope: 'connection'}},
  },
  {
    name: 'resets TCP when it is asked',
    command: [3, 'refused', 'unknown', 'connection-cut'],
    script: atRequest((_, guest) => guest.stream.reset()),
    expected: {kind: 'failed', ending: {how: 'reset', scope: 'connection'}},
  },
]

const endless = concat(varint.write(0x2an), varint.write(1n << 60n))
const gigantic = concat(varint.write(capsule.DATAGRAM), varint.write(1n << 40n), varint.write(0n))

export const TUNNEL_CASES: readonly H2Case[] = [
  {
    name: 'sends a capsule without an end',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel(async (visit, guest) => {
      await guest.send(visit.datagram(ascii('first')), visit.data(endless))
      await guest.flood(() => visit.data(filling), 500)
    }),
    expected: {kind: 'lives'},
  },
  {
    name: 'sends a datagram larger than any can be',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel((visit, guest) => guest.send(visit.data(concat(gigantic, filling)))),
    expected: {kind: 'ended', ending: malformed},
    says: 'larger than a UDP payload',
  },
  {
    name: 'ends the stream in the middle of a capsule',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel((visit, guest) => guest.send(visit.data(Uint8Array.of(0x2a, 5, 1), frame.END_STREAM))),
    expected: {kind: 'ended', ending: malformed},
    says: 'in the middle of a capsule',
  },
  {
    name: 'resets the stream in the middle of a capsule',
    command: [3, 'accepted', 'unknown'],
    script: inTunnel((visit, guest) =>
      guest.send(visit.data(Uint8Array.of(0, 5, 0)), visit.frame(frame.RST_STREAM, payload.writeRstStream(0xan))),
    ),
    expected: {kind: 'ended', ending: {by: 'peer', how: 'reset', codeName: 'CONNECT_ERROR (0xa)'}},
  },
  {
    name: 'sends garbage between capsules',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel(async (visit, guest) => {
      await guest.send(visit.datagram(ascii('first')), visit.data(garbage), visit.datagram(ascii('second')))
    }),
    expected: {kind: 'lives'},
  },
  {
    name: 'accepts and ends the stream in one breath',
    command: [3, 'accepted', 'unknown'],
    script: atRequest((visit, guest) =>
      guest.send(visit.head([[':status', '200']]), visit.data(none, frame.END_STREAM)),
    ),
    expected: {kind: 'ended', ending: {by: 'peer', how: 'finished'}},
  },
  {
    name: 'goes on after END_STREAM',
    command: [3, 'accepted', 'unknown'],
    script: inTunnel((visit, guest) => guest.send(visit.data(none, frame.END_STREAM), visit.datagram(ascii('more')))),
    expected: {kind: 'ended', ending: {by: 'peer', how: 'finished'}},
  },
  {
    name: 'sends trailers',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel((visit, guest) =>
      guest.send(visit.head([['x-checksum', '1']], frame.END_HEADERS | frame.END_STREAM)),
    ),
    expected: {kind: 'ended', ending: malformed},
    says: 'HEADERS frame on an open tunnel',
  },
  {
    name: 'answers twice',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel(visit => visit.answer([':status', '200'])),
    expected: {kind: 'ended', ending: malformed},
    says: 'HEADERS frame on an open tunnel',
  },
  {
    name: 'sends more than our window allows',
    command: [3, 'accepted', 'proxy'],
    // Right behind the answer: nobody can have read of it yet, and so opened the window again.
    script: atRequest(visit =>
      visit.guest.send(
        concat(
          visit.head([[':status', '200']]),
          visit.data(endless),
          ...Array.from({length: 40}, () => visit.data(filling)),
        ),
      ),
    ),
    expected: {kind: 'ended', ending: {by: 'us', codeName: 'FLOW_CONTROL_ERROR (0x3)'}},
  },
  {
    name: 'opens a window beyond all measure',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel((_, guest) =>
      guest.send(
        onConnection(frame.WINDOW_UPDATE, payload.writeWindowUpdate(0x7fff_ffff)),
        onConnection(frame.WINDOW_UPDATE, payload.writeWindowUpdate(0x7fff_ffff)),
      ),
    ),
    expected: {kind: 'ended', ending: {...protocolError, codeName: 'FLOW_CONTROL_ERROR (0x3)'}},
  },
  {
    name: 'opens a window by nothing',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel((_, guest) => guest.send(onConnection(frame.WINDOW_UPDATE, payload.writeWindowUpdate(0)))),
    expected: {kind: 'ended', ending: protocolError},
    says: 'WINDOW_UPDATE of nothing',
  },
  {
    name: 'never opens a window',
    command: [3, 'accepted', 'proxy'],
    script: async guest => {
      const visit = await guest.greet([...SERVER_SETTINGS, {id: settings.INITIAL_WINDOW_SIZE, value: 0n}])
      await visit.accept()
      await guest.send(visit.datagram(ascii('alive')))
    },
    expected: {kind: 'lives'},
  },
  {
    name: 'sends a frame larger than we allow',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel((visit, guest) => guest.send(visit.data(new Uint8Array(20_000)))),
    expected: {kind: 'ended', ending: {...protocolError, codeName: 'FRAME_SIZE_ERROR (0x6)'}},
    says: '20000 octets',
  },
  {
    name: 'lies about the length of a frame',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel(async (visit, guest) => {
      await guest.send(frame.write(frame.DATA, filling, {streamId: visit.id, length: 3}))
      await guest.send(garbage)
    }),
    expected: {kind: 'ended', ending: {by: 'us', scope: 'connection'}},
  },
  {
    name: 'pads with more than there is',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel((visit, guest) => guest.send(visit.frame(frame.DATA, Uint8Array.of(200, 1), frame.PADDED))),
    expected: {kind: 'ended', ending: protocolError},
  },
  {
    name: 'sends DATA to the connection itself',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel((_, guest) => guest.send(onConnection(frame.DATA, filling))),
    expected: {kind: 'ended', ending: protocolError},
  },
  {
    name: 'resets a stream nobody opened',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel((_, guest) =>
      guest.send(frame.write(frame.RST_STREAM, payload.writeRstStream(8n), {streamId: 9})),
    ),
    expected: {kind: 'ended', ending: protocolError},
  },
  {
    name: 'floods with PINGs and takes no answers',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel(async (visit, guest) => {
      await guest.send(visit.datagram(ascii('alive')))
      guest.stream.pause()
      await guest.flood(() => times(100, onConnection(frame.PING, ascii('12345678'))), 200)
    }),
    expected: {kind: 'lives'},
  },
  {
    name: 'sends frames nobody knows, with reserved bits and flags that mean nothing',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel(async (visit, guest) => {
      const odd = frame.write(0xbe, garbage, {flags: 0xff, streamId: visit.id, reservedBit: true})
      await guest.flood(() => odd, 500)
      await guest.send(visit.datagram(ascii('alive')))
    }),
    expected: {kind: 'lives'},
  },
  {
    name: 'floods with DATA that has nothing in it',
    command: [3, 'accepted', 'unknown'],
    script: inTunnel((visit, guest) => guest.flood(() => times(100, visit.data(none)), 100)),
    expected: {kind: 'ended', ending: overLimit},
  },
  {
    name: 'says GOAWAY politely and goes on',
    command: [3, 'accepted', 'proxy'],
    script: inTunnel(async (visit, guest) => {
      await guest.send(onConnection(frame.GOAWAY, payload.writeGoaway(visit.id, 0n)))
      await guest.send(visit.datagram(ascii('alive')))
    }),
    expected: {kind: 'lives'},
  },
  {
    name: 'says GOAWAY with a reason in mid-tunnel',
    command: [3, 'accepted', 'unknown'],
    script: inTunnel((visit, guest) =>
      guest.send(onConnection(frame.GOAWAY, payload.writeGoaway(visit.id, 0xbn, ascii('too_many_pings')))),
    ),
    expected: {
      kind: 'ended',
      ending: {by: 'peer', how: 'connection-closed', codeName: 'ENHANCE_YOUR_CALM (0xb)', reason: 'too_many_pings'},
    },
  },
  {
    name: 'hangs up in mid-tunnel',
    command: [3, 'accepted', 'unknown'],
    script: inTunnel((_, guest) => guest.stream.end()),
    expected: {kind: 'ended', ending: {by: 'peer', how: 'connection-closed', scope: 'connection'}},
  },
]
