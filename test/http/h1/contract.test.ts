/** The contract of transports over HTTP/1.1: on streams in memory, cut into all kinds of pieces, and over TLS on loopback. */
import {beforeAll, describe} from 'vitest'
import {AsyncQueue} from '../../../src/lib/http/async-queue.js'
import {H1Transport} from '../../../src/lib/http/h1/client.js'
import {dialH1} from '../../../src/lib/http/h1/dial.js'
import {H1ServerConnection} from '../../../src/lib/http/h1/server.js'
import {TcpListener} from '../../../src/lib/http/tcp-listener.js'
import type {IncomingRequest, Listener, Transport} from '../../../src/lib/http/transport.js'
import type {ByteStream} from '../../../src/lib/net/stream/byte-stream.js'
import {streamPair, type StreamPairOptions} from '../../../src/lib/net/stream/memory-pair.js'
import {systemClock, type Clock} from '../../../src/lib/spec/clock.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {makeCertificate, type TestCertificate} from '../../support/certificate.js'
import {until} from '../../support/until.js'
import {virtual} from '../../support/virtual.js'
import {transportContract, type VersionFacts} from '../../transport.contract.js'

const HTTP1: VersionFacts = {
  carrier: 'capsule',
  success: 101,
  successFields: [
    ['Connection', 'Upgrade'],
    ['Upgrade', 'connect-udp'],
  ],
  told: undefined,
}

/** A server in memory: each connection that is dialled has its other end there. */
function memoryServer(clock: Clock, options: StreamPairOptions): {transport: Transport; listener: Listener} {
  const incoming = new AsyncQueue<IncomingRequest>()
  const streams = new Set<ByteStream>()
  let closed = false
  const connect = (): ByteStream => {
    const {client, server} = streamPair(clock, seeded(5), options)
    streams.add(server)
    const onRequest = (request: IncomingRequest): void => incoming.push(request)
    void new H1ServerConnection(server, {clock, from: '127.0.0.1:50000', scheme: 'https', onRequest}).serve()
    return client
  }
  const listener: Listener = {
    address: '127.0.0.1:443',
    incoming,
    async [Symbol.asyncDispose]() {
      closed = true
      incoming.close()
      for (const stream of streams) stream.reset()
      await Promise.resolve()
    },
  }
  const gone = {
    by: 'network',
    how: 'connection-closed',
    scope: 'connection',
    detail: 'nobody listens any more',
  } as const
  const dial = (): Promise<ByteStream | typeof gone> => Promise.resolve(closed ? gone : connect())
  return {transport: new H1Transport({clock, first: connect(), dial}), listener}
}

const wires: [string, StreamPairOptions & {scale?: number}][] = [
  ['whole', {delayMs: 1}],
  ['slowly', {delayMs: 150, jitterMs: 1}],
  ['one octet at a time', {delayMs: 1, pieces: 'octets', scale: 0.01}],
  ['coalesced', {delayMs: 1, pieces: 'coalesced'}],
]

describe.each(wires)('h1 in memory, %s', (_, wire) => {
  const clock = new VirtualClock()
  transportContract(() => ({
    connect: () => Promise.resolve(memoryServer(clock, wire)),
    ...virtual(clock),
    version: HTTP1,
    ...(wire.scale && {scale: wire.scale}),
  }))
})

describe('h1 over TLS', () => {
  let certificate: TestCertificate
  beforeAll(async () => {
    certificate = await makeCertificate()
  })
  transportContract(() => ({
    connect: async () => {
      const clock = systemClock
      const listener = await TcpListener.open({clock, local: '127.0.0.1:0', identity: certificate, versions: ['1.1']})
      const trust = {trust: 'roots', rootsPem: certificate.caPem} as const
      const dialed = await dialH1(
        {remote: listener.address, clock, tls: {serverName: 'localhost', alpn: ['http/1.1'], trust}},
        () => ({}),
        new AbortController().signal,
      )
      if (dialed.kind !== 'connected') throw new Error(JSON.stringify(dialed))
      return {transport: dialed.transport, listener}
    },
    run: work => work,
    until,
    version: HTTP1,
  }))
})
