/** Servers of HTTP/2 that are bad when they answer a request: what they do, and how it must end for who meets them. */
import {concat} from '../../../src/lib/wire/bytes.js'
import * as frame from '../../../src/lib/wire/h2-frame.js'
import * as payload from '../../../src/lib/wire/h2-payload.js'
import {indexed} from '../../../src/lib/wire/hpack/encoder.js'
import {
  none,
  ascii,
  filling,
  protocolError,
  malformed,
  overLimit,
  atRequest,
  onConnection,
  type H2Case,
} from './h2-case.js'

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
