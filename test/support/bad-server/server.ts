/** A server that does what a script says, on the real engine: right or wrong, legal or not. */
import {createSocket, type Socket} from 'node:dgram'
import {once} from 'node:events'
import {loadBinding} from '../../../src/lib/native/binding.js'
import type {NativeQuicEndpoint, NativeServerOptions, QuicBinding} from '../../../src/lib/native/surface.js'
import {QuicEndpoint} from '../../../src/lib/quic/endpoint.js'
import {H3} from '../../../src/lib/wire/error-codes.js'
import type {TestCertificate} from '../certificate.js'
import {Guest} from './guest.js'

export type Script = (guest: Guest, server: BadServer) => unknown

export interface BadServerOptions {
  readonly server?: Partial<NativeServerOptions>
  /** What becomes of an outer datagram of ours: by default it is sent. */
  readonly outgoing?: (bytes: Uint8Array, number: number, send: (bytes: Uint8Array) => void) => void
}

export class BadServer implements AsyncDisposable {
  readonly #endpoint: QuicEndpoint
  #native: NativeQuicEndpoint | undefined
  #client: {readonly address: string; readonly port: number} | undefined
  #sent = 0
  #source: Socket

  /** On loopback. The datagrams are carried by a socket of the test's own, so that it can send others as well. */
  static async start(identity: TestCertificate, script: Script, options: BadServerOptions = {}): Promise<BadServer> {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return new BadServer(socket, identity, script, options)
  }

  private constructor(
    private readonly socket: Socket,
    identity: TestCertificate,
    script: Script,
    private readonly options: BadServerOptions,
  ) {
    const {certificatesPem, keyPem} = identity
    const server = {certificatesPem, keyPem, alpn: ['h3'], ...options.server}
    this.#endpoint = new QuicEndpoint(
      this.#watched(loadBinding()),
      {local: this.address, channel: true, server},
      {
        onConnection: connection => {
          void (async () => {
            // A client that goes away in the middle is no trouble of the script's.
            await Promise.resolve(script(new Guest(connection), this)).catch(() => undefined)
          })()
        },
        onTransmit: (_, __, bytes) => {
          const {outgoing} = this.options
          if (outgoing) outgoing(bytes, this.#sent++, this.send.bind(this))
          else this.send(bytes)
        },
      },
    )
    this.#source = socket
    socket.on('message', (bytes, {address, port}) => {
      this.#client = {address, port}
      this.#endpoint.deliver(`${address}:${port}`, 0, 64, bytes)
    })
  }

  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`
  }

  /** The engine itself, for what nobody but a bad server needs. */
  get native(): NativeQuicEndpoint {
    if (!this.#native) throw new Error('there is no engine')
    return this.#native
  }

  /** An outer datagram to the client. */
  send(bytes: Uint8Array): void {
    if (this.#client) this.#source.send(bytes, this.#client.port, this.#client.address)
  }

  /** From now on everything comes from this socket. */
  divert(source: Socket): void {
    this.#source = source
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#endpoint.close(H3.NO_ERROR)
    await this.#endpoint[Symbol.asyncDispose]()
    await new Promise<void>(resolve => this.socket.close(() => resolve()))
  }

  #watched(binding: QuicBinding): QuicBinding {
    const construct = (Engine: QuicBinding['QuicEndpoint'], options: unknown[]): NativeQuicEndpoint => {
      this.#native = new Engine(...(options as ConstructorParameters<typeof Engine>))
      return this.#native
    }
    return {
      description: () => binding.description(),
      QuicEndpoint: new Proxy(binding.QuicEndpoint, {construct}),
    }
  }
}
