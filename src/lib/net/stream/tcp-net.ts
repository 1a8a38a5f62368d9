/** TCP of a network: what connects and what listens. */
import {createServer, type AddressInfo, type Server, type Socket} from 'node:net'
import {format, parse} from '../address.js'
import {NetError} from '../net.js'
import type {ByteStream} from './byte-stream.js'
import {connectTcp, overSocket, type TcpConnect} from './tcp.js'

export interface TcpNet {
  readonly connect: TcpConnect
  /** @throws NetError (EADDRINUSE, ERR_CONFIG, …) */
  listen(options: TcpPortOptions): Promise<TcpPort>
}

export interface TcpPortOptions {
  /** IP and port; port 0 lets the system choose. */
  readonly local: string
  /** Monotonic, in nanoseconds. */
  readonly nowNs: () => bigint
  /** `from`: IP and port. */
  readonly onStream: (stream: ByteStream, from: string) => void
}

export interface TcpPort extends AsyncDisposable {
  readonly address: string
}

/** This host's. */
export const systemTcp: TcpNet = {connect: connectTcp, listen}

async function listen({local, nowNs, onStream}: TcpPortOptions): Promise<TcpPort> {
  const address = parse(local)
  if (!address) throw new NetError('ERR_CONFIG', `'${local}' is not an IP address with a port`)
  const server = createServer({allowHalfOpen: true, noDelay: true}, (socket: Socket) => {
    onStream(overSocket(socket, {nowNs}), format(socket.remoteAddress ?? '', socket.remotePort ?? 0))
  })
  await listening(server, address.ip, address.port)
  // A failed accept (no more descriptors) is no reason to stop.
  server.on('error', () => undefined)
  const bound = server.address() as AddressInfo
  return {
    address: format(bound.address, bound.port),
    async [Symbol.asyncDispose]() {
      if (!server.listening) return
      await new Promise<void>(resolve => {
        server.close(() => {
          resolve()
        })
      })
    },
  }
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = ({code, message}: NodeJS.ErrnoException): void => {
      reject(new NetError(code ?? 'EIO', `TCP socket on ${format(host, port)}: ${message}`))
    }
    server.once('error', onError)
    server.listen({host, port, ipv6Only: host.includes(':')}, () => {
      server.off('error', onError)
      resolve()
    })
  })
}
