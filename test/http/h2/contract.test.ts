/** HTTP/2 under the contract of all transports: on a wire in memory that cuts as it likes, and on TCP. */
import {describe} from 'vitest'
import {HTTP2_CODES} from '../../../src/lib/http/abort-codes.js'
import {AsyncQueue} from '../../../src/lib/http/async-queue.js'
import {H2Transport} from '../../../src/lib/http/h2/client.js'
import {H2ServerConnection} from '../../../src/lib/http/h2/server.js'
import {CLIENT_SETTINGS, SERVER_SETTINGS} from '../../../src/lib/http/h2/settings.js'
import type {IncomingRequest, Listener} from '../../../src/lib/http/transport.js'
import {streamPair, type StreamPairOptions} from '../../../src/lib/net/stream/memory-pair.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {http2Name} from '../../../src/lib/wire/error-codes.js'
import {virtual} from '../../support/virtual.js'
import {transportContract, type VersionFacts} from '../../transport.contract.js'

const HTTP2: VersionFacts = {carrier: 'capsule', success: 200, told: {codes: HTTP2_CODES, nameOf: http2Name}}

const wires: [string, StreamPairOptions & {scale?: number}][] = [
  ['a perfect wire', {delayMs: 1}],
  ['a slow wire', {delayMs: 150, jitterMs: 1}],
  ['one octet at a time', {delayMs: 1, pieces: 'octets', scale: 0.01}],
  ['everything that waits in one piece', {delayMs: 5, pieces: 'coalesced'}],
]

describe.each(wires)('h2 over %s', (_, wire) => {
  const clock = new VirtualClock()
  transportContract(() => ({
    connect: () => {
      const {client, server} = streamPair(clock, seeded(5), wire)
      const incoming = new AsyncQueue<IncomingRequest>()
      const options = {clock, settings: SERVER_SETTINGS, from: '127.0.0.1:50000'}
      const connection = new H2ServerConnection(server, options, request => {
        incoming.push(request)
      })
      const listener: Listener = {
        address: '127.0.0.1:443',
        incoming,
        async [Symbol.asyncDispose]() {
          incoming.close()
          await connection[Symbol.asyncDispose]()
        },
      }
      return Promise.resolve({transport: new H2Transport(client, {clock, settings: CLIENT_SETTINGS}), listener})
    },
    ...virtual(clock),
    version: HTTP2,
    ...(wire.scale && {scale: wire.scale}),
  }))
})
