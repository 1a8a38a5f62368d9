/** Servers on loopback, in clear text and with TLS, that are gone after each test; and our way to them. */
import {once} from 'node:events'
import {createServer, type Socket, type AddressInfo, type Server} from 'node:net'
import {createServer as createTlsServer, type TlsOptions as ServerOptions, type TLSSocket} from 'node:tls'
import {afterEach, beforeAll} from 'vitest'
import type {ByteStream} from '../../../src/lib/net/stream/byte-stream.js'
import {dialStream, type StreamDialed, type StreamDialEvents} from '../../../src/lib/net/stream/dial.js'
import type {TlsOptions} from '../../../src/lib/net/stream/tls.js'
import {systemClock} from '../../../src/lib/spec/clock.js'
import {makeCertificate, type TestCertificate} from '../../support/certificate.js'

export const never = new AbortController().signal
export const HOUR = 3_600_000
export const servers: Server[] = []
export const sockets = new Set<Socket>()
export let certificate: TestCertificate
beforeAll(async () => {
  certificate = await makeCertificate()
})
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers.splice(0)) server.close()
  sockets.clear()
})

export async function listen(server: Server): Promise<string> {
  servers.push(server)
  for (const event of ['connection', 'secureConnection']) {
    server.on(event, (socket: Socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
    })
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

export const plainServer = (serve: (socket: Socket) => void): Promise<string> =>
  listen(createServer({allowHalfOpen: true}, serve))

export function tlsServer(
  serve: (socket: TLSSocket) => void = () => undefined,
  options: ServerOptions = {},
  {certificatesPem, keyPem} = certificate,
): Promise<string> {
  const server = createTlsServer({cert: certificatesPem, key: keyPem, ALPNProtocols: ['h2'], ...options}, socket => {
    socket.on('error', () => undefined)
    serve(socket)
  })
  server.on('tlsClientError', () => undefined)
  return listen(server)
}

export function dial(remote: string, tls?: Partial<TlsOptions>, events: StreamDialEvents = {}): Promise<StreamDialed> {
  const trust = {trust: 'roots', rootsPem: certificate.caPem} as const
  return dialStream(
    {remote, clock: systemClock, ...(tls && {tls: {serverName: 'localhost', alpn: ['h2'], trust, ...tls}})},
    events,
    never,
  )
}

export function streamOf(dialed: StreamDialed): ByteStream {
  if (dialed.kind === 'connected') return dialed.stream
  throw new Error(JSON.stringify(dialed))
}

export async function textOf(stream: ByteStream): Promise<string> {
  let text = ''
  for await (const bytes of stream) text += Buffer.from(bytes as Uint8Array).toString('latin1')
  return text
}
