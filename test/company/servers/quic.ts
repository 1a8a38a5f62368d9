/** Servers whose QUIC is odd or wrong: versions, parameters, frames, packets, paths. */
import {createSocket} from 'node:dgram'
import {concat} from '../../../src/lib/wire/bytes.js'
import * as varint from '../../../src/lib/wire/varint.js'
import type {Guest} from '../../support/bad-server/guest.js'
import {makeCertificate} from '../../support/certificate.js'
import {BYTES, never, pause, type ServerCase} from './case.js'

const parameter = (id: number, value: Uint8Array): Uint8Array =>
  concat(varint.write(id), varint.write(value.length), value)

function refusedParameters(name: string, peculiarities: object): ServerCase {
  return {
    name,
    script: () => never,
    options: {server: {peculiarities}},
    expected: [3, 'unreachable', 'proxy', 'quic-violation'],
  }
}

/** Of clients we do not know. */
const OTHER_CA = (await makeCertificate()).caPem

const honest = async (guest: Guest): Promise<void> => (await guest.greet()).carry(1000)

/** Version Negotiation, with the identifiers of an Initial exchanged. */
function versionNegotiation(initial: Uint8Array): Uint8Array {
  const destination = initial.subarray(6, 6 + (initial[5] ?? 0))
  const at = 6 + destination.length
  const source = initial.subarray(at + 1, at + 1 + (initial[at] ?? 0))
  const versions = Uint8Array.of(0xff, 0, 0, 29, 0x6b, 0x33, 0x43, 0xcf)
  return concat(
    Uint8Array.of(0x80, 0, 0, 0, 0, destination.length),
    destination,
    Uint8Array.of(source.length),
    source,
    versions,
  )
}

export const quic: readonly ServerCase[] = [
  {
    name: 'asks for a token first (Retry)',
    script: honest,
    options: {server: {retry: true}},
    expected: [0, 'carries-both-ways', null],
  },
  {
    name: 'knows other versions of QUIC only',
    script: () => never,
    // What it answers has its identifiers the right way round for the client.
    options: {outgoing: (bytes, _, send) => send(versionNegotiation(bytes))},
    expected: [3, 'unreachable', 'proxy', 'quic-version'],
  },
  {
    name: 'offers other versions after the handshake, which means nothing',
    script: async (guest, server) => {
      const carrying = honest(guest)
      await pause(30)
      server.send(versionNegotiation(concat(Uint8Array.of(0xc0, 0, 0, 0, 1, 8), new Uint8Array(8), Uint8Array.of(0))))
      await carrying
    },
    expected: [0, 'carries-both-ways', null],
  },
  {
    name: 'answers with garbage instead of QUIC',
    script: () => never,
    options: {outgoing: (_, __, send) => send(BYTES.garbage)},
    expected: [3, 'unreachable', 'unknown', 'udp-silent-tcp-refused'],
  },
  {
    name: 'sends garbage between its packets',
    script: honest,
    options: {
      outgoing: (bytes, _, send) => {
        send(BYTES.garbage)
        send(bytes)
        send(bytes.map(octet => octet ^ 1))
      },
    },
    expected: [0, 'carries-both-ways', null],
  },
  {
    name: 'sends every packet twice',
    script: honest,
    options: {
      outgoing: (bytes, _, send) => {
        send(bytes)
        send(bytes)
      },
    },
    expected: [0, 'carries-both-ways', null],
  },
  {
    name: 'speaks another protocol (no ALPN h3)',
    script: () => never,
    options: {server: {alpn: ['other']}},
    expected: [3, 'unreachable', 'unknown', 'no-h3'],
  },
  {
    name: 'changes its keys in mid-tunnel',
    script: async (guest, server) => {
      const carrying = honest(guest)
      for (let times = 0; times < 5; times++) {
        await pause(30)
        server.native.updateKeys(guest.connection.id)
      }
      await carrying
    },
    expected: [0, 'carries-both-ways', null],
  },
  {
    name: 'moves to another port in mid-tunnel, which servers may not',
    script: async (guest, server) => {
      await (await guest.greet()).carry(3)
      const elsewhere = createSocket('udp4')
      server.divert(elsewhere)
      await guest.connection.ended
      elsewhere.close()
    },
    expected: [3, 'carries-both-ways', 'unknown'],
  },
  {
    name: 'sends a frame of QUIC that does not exist',
    script: async guest => {
      await guest.greet()
      guest.connection.injectFrames(varint.write(0x3fff))
      await never
    },
    expected: [3, 'refused', 'proxy', 'quic-violation'],
  },
  {
    name: 'sends a frame of QUIC that only clients may not send (NEW_TOKEN, empty)',
    script: async guest => {
      await guest.greet()
      guest.connection.injectFrames(Uint8Array.of(0x07, 0))
      await never
    },
    expected: [3, 'refused', 'proxy', 'quic-violation'],
  },
  {
    name: 'acknowledges packets we never sent',
    script: async guest => {
      await guest.greet()
      guest.connection.injectFrames(concat(Uint8Array.of(0x02), varint.write(1 << 20), Uint8Array.of(0, 0, 0)))
      await never
    },
    expected: [3, 'refused', 'proxy', 'quic-violation'],
  },
  {
    name: 'sends on a stream of ours that we never opened',
    script: async guest => {
      await guest.greet()
      guest.connection.injectFrames(concat(Uint8Array.of(0x0a), varint.write(400), Uint8Array.of(1, 0)))
      await never
    },
    expected: [3, 'refused', 'proxy', 'quic-violation'],
  },
  refusedParameters('sends a transport parameter twice', {extraParameters: parameter(0x20, varint.write(65_535))}),
  refusedParameters('leaves out initial_source_connection_id', {omittedParameters: [0x0f]}),
  refusedParameters('sends ack_delay_exponent = 100', {
    omittedParameters: [0x0a],
    extraParameters: parameter(0x0a, varint.write(100)),
  }),
  refusedParameters('sends max_udp_payload_size = 1', {
    omittedParameters: [0x03],
    extraParameters: parameter(0x03, Uint8Array.of(1)),
  }),
  {
    name: 'takes no DATAGRAM frames although its SETTINGS say so',
    script: async guest => {
      const visit = await guest.greet()
      await visit.accept()
      await never
    },
    options: {server: {transport: {datagrams: false}}},
    expected: [3, 'accepted', 'proxy'],
  },
  {
    name: 'asks for a client certificate',
    script: () => never,
    options: {server: {clientCaPem: OTHER_CA}},
    expected: [3, 'unreachable', 'you', 'client-certificate-required'],
  },
]
