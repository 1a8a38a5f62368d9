/** Servers of HTTP/2 that are bad once there is a tunnel: what they do, and how it must end for who meets them. */
import {concat} from '../../../src/lib/wire/bytes.js'
import * as capsule from '../../../src/lib/wire/capsule.js'
import * as frame from '../../../src/lib/wire/h2-frame.js'
import * as payload from '../../../src/lib/wire/h2-payload.js'
import * as settings from '../../../src/lib/wire/h2-settings.js'
import * as varint from '../../../src/lib/wire/varint.js'
import {SERVER_SETTINGS} from '../../../src/lib/http/h2/settings.js'
import {
  none,
  ascii,
  garbage,
  filling,
  protocolError,
  malformed,
  overLimit,
  inTunnel,
  atRequest,
  times,
  onConnection,
  type H2Case,
} from './h2-case.js'

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
