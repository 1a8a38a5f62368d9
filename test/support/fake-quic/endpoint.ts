/** A fake of the native endpoint: streams and datagrams, no cryptography, on a seeded wire and any clock. */
import {kind} from '../../../src/lib/native/records.js'
import type {
  NativeConnectOptions,
  NativeEndpointOptions,
  NativeHandshake,
  NativeQuicEndpoint,
  NativeServerOptions,
  NativeStats,
  OnRecords,
  QuicBinding,
} from '../../../src/lib/native/surface.js'
import {FakeConnection} from './connection.js'
import {chainOf, judge} from './judge.js'
import type {FakeNetwork} from './network.js'
import {RecordQueue, addressRecord} from './records.js'

/** TLS alerts as QUIC error codes (RFC 9001 section 4.8). */
const ALERT = {NO_APPLICATION_PROTOCOL: 0x178n, UNKNOWN_CA: 0x130n} as const

export function fakeBinding(network: FakeNetwork): QuicBinding {
  return {
    description: () => 'fake engine',
    QuicEndpoint: class extends FakeEndpoint {
      constructor(options: NativeEndpointOptions, onRecords: OnRecords) {
        super(network, options, onRecords)
      }
    },
  }
}

export class FakeEndpoint implements NativeQuicEndpoint {
  readonly #records: RecordQueue
  readonly #connections = new Map<number, FakeConnection>()
  readonly #server: NativeServerOptions | undefined
  #address: string
  #nextId = 1

  constructor(
    private readonly network: FakeNetwork,
    options: NativeEndpointOptions,
    onRecords: OnRecords,
  ) {
    this.#address = options.local.replace(/:0$/, `:${network.port()}`).replace('0.0.0.0', '127.0.0.1')
    if (network.endpoints.has(this.#address)) throw coded('EADDRINUSE', `UDP socket on ${options.local}: in use`)
    network.endpoints.set(this.#address, this)
    this.#server = options.server
    this.#records = new RecordQueue(network.clock, onRecords)
  }

  localAddress(): string {
    return this.#address
  }

  connect(options: NativeConnectOptions): number {
    const client = this.#connection(false, options.transport ?? {}, options.peculiarities ?? {})
    this.network.carryReliably(this.#address, options.remote, () => {
      const server = this.network.endpoints.get(options.remote)
      if (server) server.#greet(client, options)
      else this.#unreachable(options.remote)
    })
    return client.setup.id
  }

  sendDatagrams(id: number, packed: Uint8Array): number {
    return this.#get(id).sendDatagrams(packed)
  }

  injectFrames(id: number, frames: Uint8Array): number {
    return this.#get(id).injectFrames(frames)
  }

  maxDatagramSize(id: number): number {
    return this.#get(id).maxDatagramBytes
  }

  openStream(id: number, unidirectional: boolean): number {
    return this.#get(id).openStream(unidirectional)
  }

  write(id: number, stream: number, bytes: Uint8Array, finish: boolean): number {
    return this.#get(id).write(stream, bytes, finish)
  }

  resetStream(id: number, stream: number, code: bigint): void {
    this.#get(id).resetStream(stream, code)
  }

  stopStream(id: number, stream: number, code: bigint): void {
    this.#get(id).stopStream(stream, code)
  }

  consumed(id: number, stream: number, bytes: number): void {
    this.#get(id).consumed(stream, bytes)
  }

  close(id: number, code: bigint, reason: Uint8Array): void {
    this.#get(id).close(code, reason)
  }

  ping(id: number): void {
    this.#get(id).ping()
  }

  updateKeys(id: number): void {
    this.#get(id)
  }

  handshake(id: number): NativeHandshake {
    return this.#known(id).handshake
  }

  stats(id: number): NativeStats {
    return this.#known(id).stats()
  }

  forget(id: number): void {
    if (this.#connections.get(id)?.over) this.#connections.delete(id)
  }

  rebind(local: string): string {
    this.network.endpoints.delete(this.#address)
    this.#address = local.replace(/:0$/, `:${this.network.port()}`)
    this.network.endpoints.set(this.#address, this)
    for (const connection of this.#connections.values()) connection.address = this.#address
    return this.#address
  }

  deliver(): void {
    throw coded('ERR_CONFIG', 'this endpoint has a socket of its own')
  }

  destroy(): void {
    for (const connection of this.#connections.values()) connection.close(0n, new Uint8Array(0))
    this.#records.close()
    this.network.endpoints.delete(this.#address)
  }

  lastWords(): Uint8Array {
    return this.#records.rest()
  }

  /** A client's first flight reached us: the handshake, decided at once and told after the round trip. */
  #greet(client: FakeConnection, options: NativeConnectOptions): void {
    const settings = this.#server
    if (!settings) return
    const alpn = options.alpn.find(name => settings.alpn.includes(name))
    if (alpn === undefined) {
      this.network.carryReliably(this.#address, client.address, () => {
        client.answered()
        client.end(
          2,
          ALERT.NO_APPLICATION_PROTOCOL,
          new TextEncoder().encode("peer doesn't support any known protocol"),
        )
      })
      return
    }
    const server = this.#connection(true, settings.transport ?? {}, settings.peculiarities ?? {})
    ;[server.peer, client.peer] = [client, server]
    this.#records.push({kind: kind.INCOMING, id: server.setup.id}, addressRecord(client.address))
    const [ours, theirs] = [server.localParameters(), client.localParameters()]
    const common = {alpn, cipherSuite: 'TLS13_FAKE', keyExchange: 'none'}
    this.network.carryReliably(this.#address, client.address, () => {
      client.answered()
      const verdict = judge(settings.certificatesPem, options, this.network.clock.wall())
      const chain = chainOf(settings.certificatesPem)
      const facts = {...common, peerParameters: ours, localParameters: theirs, peerChain: chain}
      client.handshake = {...facts, ...(verdict !== undefined && {chainVerdict: verdict})}
      if (verdict && options.trust !== 'anything') {
        client.closeByTransport(ALERT.UNKNOWN_CA, verdict)
        return
      }
      client.establish(client.handshake)
      this.network.carryReliably(client.address, this.#address, () => {
        server.establish({
          ...common,
          serverName: options.serverName,
          peerParameters: theirs,
          localParameters: ours,
          peerChain: [],
        })
      })
    })
  }

  #unreachable(remote: string): void {
    const {icmp} = this.network.options
    if (!icmp) return
    const body = new Uint8Array(8)
    new DataView(body.buffer).setUint32(0, 111, true)
    this.#records.push(
      {kind: kind.ICMP_ERROR, flag: 2, aux: (icmp.type << 8) | icmp.code},
      body,
      addressRecord(remote),
      addressRecord(remote),
    )
  }

  #connection(isServer: boolean, transport: object, peculiarities: object): FakeConnection {
    const setup = {
      network: this.network,
      records: this.#records,
      id: this.#nextId++,
      isServer,
      transport,
      peculiarities,
    }
    const connection = new FakeConnection(setup)
    connection.address = this.#address
    this.#connections.set(setup.id, connection)
    return connection
  }

  #known(id: number): FakeConnection {
    const connection = this.#connections.get(id)
    if (!connection) throw coded('ERR_UNKNOWN_CONNECTION', `no connection ${id}`)
    return connection
  }

  #get(id: number): FakeConnection {
    const connection = this.#known(id)
    if (connection.over) throw coded('ERR_UNKNOWN_CONNECTION', `no connection ${id}`)
    return connection
  }
}

function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), {code})
}
