/** A WebTransport server of the library, over HTTP/2 on loopback, that echoes datagrams until it is told otherwise. */
import type {Http2SecureServer} from 'node:http2'
import {loadLibrary, type Library} from '../../src/lib/webtransport/library.js'
import type {TestCertificate} from '../support/certificate.js'

interface ServerSession {
  readonly ready: Promise<unknown>
  readonly closed: Promise<unknown>
  readonly datagrams: {
    readonly readable: ReadableStream<Uint8Array>
    createWritable(): WritableStream<Uint8Array>
  }
  close(info: {readonly closeCode: number; readonly reason: string}): void
}

interface RawServer {
  readonly transportInt: {readonly serverInt: Http2SecureServer}
  readonly ready: Promise<unknown>
  readonly closed: Promise<unknown>
  startServer(): void
  stopServer(): void
  address(): {readonly port: number} | null
  sessionStream(path: string): ReadableStream<ServerSession>
}

export interface EchoServer extends AsyncDisposable {
  readonly authority: string
  readonly http2: Http2SecureServer
}

/** The library, which every checkout of the project has. */
export async function theLibrary(): Promise<Library> {
  const library = await loadLibrary()
  if (!library) throw new Error('@fails-components/webtransport is not installed')
  return library
}

/** `/echo` answers; `/mute` opens and is silent; `/closing` closes at the first datagram. */
export async function startEchoServer({certificatesPem, keyPem}: TestCertificate): Promise<EchoServer> {
  await theLibrary()
  const {Http2Server} = await import('@fails-components/webtransport')
  const options = {port: 0, host: '127.0.0.1', secret: 'a test', cert: certificatesPem, privKey: keyPem}
  const server = new Http2Server(options) as unknown as RawServer
  const serve = async (path: string, work: (session: ServerSession) => Promise<void>): Promise<void> => {
    for await (const session of server.sessionStream(path)) {
      session.closed.catch(() => undefined)
      void session.ready.then(() => work(session)).catch(() => undefined)
    }
  }
  for (const [path, work] of [
    ['/echo', echo],
    ['/mute', silence],
    ['/closing', close],
  ] as const)
    void serve(path, work)
  server.startServer()
  await server.ready
  return {
    authority: `127.0.0.1:${server.address()?.port}`,
    http2: server.transportInt.serverInt,
    [Symbol.asyncDispose]: () => {
      server.stopServer()
      return Promise.resolve()
    },
  }
}

async function echo({datagrams}: ServerSession): Promise<void> {
  const writer = datagrams.createWritable().getWriter()
  for await (const datagram of datagrams.readable) await writer.write(datagram)
}

async function silence({datagrams}: ServerSession): Promise<void> {
  await datagrams.readable.pipeTo(new WritableStream())
}

async function close(session: ServerSession): Promise<void> {
  await session.datagrams.readable.getReader().read()
  session.close({closeCode: 7, reason: 'enough \u001B[31m'})
}
