/** HTTP/2 under the contract of all transports: on a wire in memory that cuts as it likes, and on TCP. */
import {beforeAll, describe} from 'vitest'
import {HTTP2_CODES} from '../../../src/lib/http/abort-codes.js'
import {AsyncQueue} from '../../../src/lib/http/async-queue.js'
import {H2Transport} from '../../../src/lib/http/h2/client.js'
import {H2ServerConnection} from '../../../src/lib/http/h2/server.js'
import {CLIENT_SETTINGS, SERVER_SETTINGS} from '../../../src/lib/http/h2/settings.js'
import type {IncomingRequest, Listener, Transport} from '../../../src/lib/http/transport.js'
import {dialStream} from '../../../src/lib/net/stream/dial.js'
import {StreamListener} from '../../../src/lib/net/stream/listen.js'
import {streamPair, type StreamPairOptions} from '../../../src/lib/net/stream/memory-pair.js'
import {systemClock} from '../../../src/lib/spec/clock.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {http2Name} from '../../../src/lib/wire/error-codes.js'
import {makeCertificate, type TestCertificate} from '../../support/certificate.js'
import {until} from '../../support/until.js'
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

describe('h2 over TLS on loopback', () => {
  let certificate: TestCertificate
  beforeAll(async () => {
    certificate = await makeCertificate()
  })
  transportContract(() => ({
    connect: () => overTls(certificate),
    run: work => work,
    until,
    version: HTTP2,
  }))
})

async function overTls(certificate: TestCertificate): Promise<{transport: Transport; listener: Listener}> {
  const clock = systemClock
  const incoming = new AsyncQueue<IncomingRequest>()
  const connections = new Set<H2ServerConnection>()
  const streams = await StreamListener.open({
    clock,
    local: '127.0.0.1:0',
    tls: {...certificate, alpn: ['h2']},
    onStream: ({stream, from}) => {
      const options = {clock, settings: SERVER_SETTINGS, from}
      connections.add(new H2ServerConnection(stream, options, request => incoming.push(request)))
    },
  })
  const tls = {serverName: 'localhost', alpn: ['h2'], trust: {trust: 'roots', rootsPem: certificate.caPem}} as const
  const dialed = await dialStream({remote: streams.address, clock, tls}, {}, new AbortController().signal)
  if (dialed.kind !== 'connected') throw new Error(JSON.stringify(dialed))
  const listener: Listener = {
    address: streams.address,
    incoming,
    async [Symbol.asyncDispose]() {
      incoming.close()
      for (const connection of connections) await connection[Symbol.asyncDispose]()
      await streams[Symbol.asyncDispose]()
    },
  }
  return {transport: new H2Transport(dialed.stream, {clock, settings: CLIENT_SETTINGS}), listener}
}
