/** One server, one port: WebTransport of the library, and UDP tunnels of a few lines, on the same HTTP/2. */
import {createSocket} from 'node:dgram'
import type {ServerHttp2Stream} from 'node:http2'
import {Cursor} from '../../../src/lib/wire/cursor.js'
import {concat} from '../../../src/lib/wire/bytes.js'
import * as varint from '../../../src/lib/wire/varint.js'
import {startEchoServer, type EchoServer} from '../../webtransport/echo-server.js'
import type {TestCertificate} from '../../support/certificate.js'

type OnStream = (stream: ServerHttp2Stream, headers: Record<string, string>) => void

export interface Habits {
  /** Tunnels are reset when a session is opened. */
  readonly sessionsEndTunnels?: boolean
}

export async function startBothServer(certificate: TestCertificate, habits: Habits = {}): Promise<EchoServer> {
  const server = await startEchoServer(certificate)
  const {http2} = server
  const [theirs] = http2.listeners('stream') as [OnStream]
  const tunnels = new Set<ServerHttp2Stream>()
  http2.removeAllListeners('stream')
  http2.on('stream', (stream: ServerHttp2Stream, headers: Record<string, string>) => {
    if (headers[':protocol'] !== 'connect-udp') {
      if (habits.sessionsEndTunnels) for (const tunnel of tunnels) tunnel.close(2)
      theirs(stream, headers)
      return
    }
    tunnels.add(stream)
    stream.on('close', () => tunnels.delete(stream))
    relay(stream, headers[':path'] ?? '')
  })
  return server
}

/** DATAGRAM capsules with Context ID 0 (RFC 9297, RFC 9298), and nothing else. */
function relay(stream: ServerHttp2Stream, path: string): void {
  const [host = '', port = ''] = path
    .split('/')
    .filter(part => part !== '')
    .slice(-2)
  const socket = createSocket('udp4')
  socket.on('message', payload => {
    if (!stream.destroyed)
      stream.write(concat(varint.write(0n), varint.write(BigInt(payload.length + 1)), new Uint8Array(1), payload))
  })
  stream.on('error', () => undefined)
  stream.on('close', () => socket.close())
  stream.respond({':status': 200, 'capsule-protocol': '?1'})
  let rest: Uint8Array = new Uint8Array(0)
  stream.on('data', (bytes: Uint8Array) => {
    rest = concat(rest, bytes)
    for (let capsule = next(rest); capsule; capsule = next(rest)) {
      rest = rest.subarray(capsule.end)
      if (capsule.type === 0n) socket.send(capsule.value.subarray(1), Number(port), host)
    }
  })
}

function next(bytes: Uint8Array): {type: bigint; value: Uint8Array; end: number} | undefined {
  try {
    const cursor = new Cursor(bytes)
    const type = varint.read(cursor).value
    const length = Number(varint.read(cursor).value)
    const start = bytes.length - cursor.remaining
    if (cursor.remaining < length) return undefined
    return {type, value: bytes.subarray(start, start + length), end: start + length}
  } catch {
    return undefined
  }
}
