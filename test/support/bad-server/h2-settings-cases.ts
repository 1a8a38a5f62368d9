/** Servers of HTTP/2 that are bad before anybody asks them anything: in SETTINGS, and in what comes instead of them. */
import * as frame from '../../../src/lib/wire/h2-frame.js'
import * as settings from '../../../src/lib/wire/h2-settings.js'
import {SERVER_SETTINGS} from '../../../src/lib/http/h2/settings.js'
import {ascii, protocolError, inTunnel, times, onConnection, type H2Case} from './h2-case.js'

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
