/**
 * A client and a server joined without HTTP: tunnels, datagrams and capsules over a seeded link. For what no
 * version of HTTP changes, and as the measure the real transports are held against (one contract suite).
 */
import type {Clock} from '../spec/clock.js'
import type {Random} from '../spec/random.js'
import {Link, type LinkOptions} from '../net/link.js'
import {AsyncQueue} from './async-queue.js'
import type {CapsuleReading} from './capsule-reading.js'
import type {Ending} from './ending.js'
import {MemoryStream} from './memory-stream.js'
import type {Head, IncomingRequest, Listener, Opened, Transport, Tunnel, TunnelRequest} from './transport.js'
import {TunnelCore} from './tunnel-core.js'
import {Watchers} from './watchers.js'

export interface MemoryOptions extends LinkOptions {
  /** The largest HTTP Datagram in a frame; undefined: frames are not to be had. */
  readonly frameBytes?: number | undefined
  /** Stream bytes arrive in pieces of this size. */
  readonly chunkBytes?: number
}

export interface MemoryPair {
  readonly transport: Transport
  readonly listener: Listener
  /** Ends the connection below for both sides. */
  cut(ending: Ending): void
}

export function memoryPair(clock: Clock, random: Random, options: MemoryOptions = {}): MemoryPair {
  const link = new Link(clock, random, options)
  const incoming = new AsyncQueue<IncomingRequest>()
  const tunnels = new Set<MemoryStream>()
  const connection = new MemoryConnection()
  const settings = {
    clock,
    link,
    frameBytes: 'frameBytes' in options ? options.frameBytes : 1150,
    chunkBytes: options.chunkBytes ?? 16_384,
  }
  const cut = (ending: Ending): void => {
    connection.end(ending)
    for (const stream of tunnels) stream.cut(ending)
    incoming.close()
  }
  const transport: Transport = {
    http: '3',
    ended: connection.ended,
    open: (request, signal) => {
      if (connection.over) return Promise.resolve({kind: 'failed', ending: connection.over})
      const stream = new MemoryStream(settings, request.datagrams ?? 'auto')
      tunnels.add(stream)
      void stream.over.then(() => tunnels.delete(stream))
      return open(stream, request, incoming, connection, signal)
    },
    async [Symbol.asyncDispose]() {
      cut({by: 'us', how: 'connection-closed', scope: 'connection', detail: 'we closed the connection'})
      await Promise.resolve()
    },
  }
  const listener: Listener = {
    address: '127.0.0.1:443',
    incoming,
    async [Symbol.asyncDispose]() {
      cut({by: 'peer', how: 'connection-closed', scope: 'connection', detail: 'the peer closed the connection'})
      await Promise.resolve()
    },
  }
  return {transport, listener, cut}
}

class MemoryConnection {
  over: Ending | undefined
  #settle!: (ending: Ending) => void
  readonly ended = new Promise<Ending>(resolve => {
    this.#settle = resolve
  })
  readonly watchers = new Watchers(this.ended)

  end(ending: Ending): void {
    this.over ??= ending
    this.#settle(ending)
  }
}

function open(
  stream: MemoryStream,
  request: TunnelRequest,
  incoming: AsyncQueue<IncomingRequest>,
  connection: MemoryConnection,
  signal: AbortSignal,
): Promise<Opened> {
  return new Promise((resolve, reject) => {
    const abandon = (): void => {
      stream.client.abort('cancelled')
      reject(signal.reason as Error)
    }
    if (signal.aborted) {
      abandon()
      return
    }
    signal.addEventListener('abort', abandon, {once: true})
    const settle = (opened: Opened): void => {
      leave()
      signal.removeEventListener('abort', abandon)
      resolve(opened)
    }
    const leave = connection.watchers.add(ending => {
      settle({kind: 'failed', ending})
    })
    void stream.client.aborted.then(ending => {
      settle({kind: 'failed', ending})
    })
    stream.send(() => {
      incoming.push(incomingRequest(stream, request, settle))
    })
  })
}

function incomingRequest(
  stream: MemoryStream,
  request: TunnelRequest,
  settle: (opened: Opened) => void,
): IncomingRequest {
  return {
    http: '3',
    request,
    from: '127.0.0.1:50000',
    ended: stream.server.aborted,
    accept(response: Head, reading?: CapsuleReading): Tunnel {
      const tunnel = new TunnelCore(response, stream.server, reading)
      stream.server.attach(tunnel)
      stream.send(() => {
        const client = new TunnelCore(response, stream.client)
        stream.client.attach(client)
        settle({kind: 'tunnel', tunnel: client, interim: []})
      })
      return tunnel
    },
    async refuse(response, content = new Uint8Array(0)) {
      stream.server.refuse()
      stream.send(() => {
        stream.client.refuse()
        settle({kind: 'refused', refusal: {...response, body: Promise.resolve(content)}, interim: []})
      })
      await Promise.resolve()
    },
    abort(reason) {
      stream.server.abort(reason)
    },
  }
}
