/**
 * TCP of a network in memory: hosts that listen, that refuse and that never answer, by a seed and on any clock. What is
 * lost on the way costs time and nothing else, as with TCP; a host that is cut off is silent for good.
 */
import type {Clock} from '../../spec/clock.js'
import type {Random} from '../../spec/random.js'
import {familyOf, format, parse, type SocketAddress} from '../address.js'
import {Link} from '../link.js'
import {NetError, type TcpAnswer} from '../net.js'
import type {ByteStream} from './byte-stream.js'
import {streamPair, type StreamPairOptions} from './memory-pair.js'
import type {TcpNet, TcpPort, TcpPortOptions} from './tcp-net.js'
import type {TcpConnected, TcpFailure, TcpOptions} from './tcp.js'

const FIRST_EPHEMERAL_PORT = 49_152

type Wire = Pick<StreamPairOptions, 'delayMs' | 'jitterMs' | 'loss' | 'pieces'>

export class MemoryTcp {
  readonly #hosts = new Set<string>()
  readonly #ports = new Map<string, TcpPortOptions>()
  /** Where they are at home. */
  readonly #streams = new Map<ByteStream, string>()
  readonly #cut = new Set<string>()
  readonly #link: Link
  #nextPort = FIRST_EPHEMERAL_PORT
  #connections = 0

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly wire: Wire = {},
  ) {
    this.#link = new Link(clock, random.fork('handshakes'), wire)
  }

  /** A host with these addresses; its view of the network. */
  host(...ips: readonly string[]): TcpNet & {tcpAnswers(address: string): TcpAnswer} {
    for (const ip of ips) this.#hosts.add(ip)
    return {
      connect: (options, signal) => this.#connect(ips, options, signal),
      listen: options => Promise.resolve().then(() => this.#listen(ips, options)),
      tcpAnswers: address => this.#answers(address),
    }
  }

  /** From now on nothing reaches or leaves this host. */
  cut(ip: string): void {
    this.#cut.add(ip)
  }

  /** Ends of connections that nobody has closed yet, and ports where somebody listens. */
  get open(): number {
    return this.#streams.size + this.#ports.size
  }

  /** Ends of connections at this host. */
  openAt(ip: string): number {
    return [...this.#streams.values()].filter(home => home === ip).length
  }

  #listen(ips: readonly string[], options: TcpPortOptions): TcpPort {
    const {ip, port} = parsed(options.local)
    if (!ips.includes(ip)) {
      throw new NetError('EADDRNOTAVAIL', `TCP socket on ${options.local}: this host has no such address`)
    }
    const address = format(ip, port || this.#nextPort++)
    if (this.#ports.has(address)) throw new NetError('EADDRINUSE', `TCP socket on ${address}: address in use`)
    this.#ports.set(address, options)
    return {
      address,
      [Symbol.asyncDispose]: () => {
        this.#ports.delete(address)
        return Promise.resolve()
      },
    }
  }

  async #connect(ips: readonly string[], options: TcpOptions, signal: AbortSignal): Promise<TcpConnected> {
    signal.throwIfAborted()
    const remote = parsed(options.remote)
    const local = options.local === undefined ? undefined : parsed(options.local)
    const ip = local?.ip ?? ips.find(one => familyOf(one) === familyOf(remote.ip))
    if (ip === undefined) return {failure: {why: 'unreachable', errno: 'ENETUNREACH'}}
    if (!ips.includes(ip)) return {failure: {why: 'local', errno: 'EADDRNOTAVAIL'}}
    const asked = local?.port ?? 0
    const from = {ip, port: asked === 0 ? this.#nextPort++ : asked}
    const answer = await this.#handshake(from, remote, signal)
    return 'failure' in answer ? answer : this.#established(from, remote, answer, options)
  }

  /** There and back again; who does not answer is waited for until the signal. */
  #handshake(
    from: SocketAddress,
    to: SocketAddress,
    signal: AbortSignal,
  ): Promise<TcpPortOptions | {failure: TcpFailure}> {
    return new Promise((resolve, reject) => {
      const abandon = (): void => {
        reject(signal.reason as Error)
      }
      signal.addEventListener('abort', abandon, {once: true})
      const settle = (answer: TcpPortOptions | {failure: TcpFailure}): void => {
        signal.removeEventListener('abort', abandon)
        resolve(answer)
      }
      this.#carry(from, to, () => {
        const answer = this.#answers(format(to.ip, to.port))
        if (answer === 'silent') return
        this.#carry(to, from, () => {
          // Whoever listened may have stopped meanwhile.
          settle(this.#ports.get(format(to.ip, to.port)) ?? {failure: {why: 'refused'}})
        })
      })
    })
  }

  #established(from: SocketAddress, to: SocketAddress, port: TcpPortOptions, {onEvent}: TcpOptions): TcpConnected {
    const {client, server} = streamPair(this.clock, this.random.fork(`connection ${++this.#connections}`), {
      ...this.wire,
      isThere: () => this.#isThere(from, to),
      onEvent: (side, event) => {
        if (side === 'client') onEvent?.(event)
      },
    })
    const localAddress = format(from.ip, from.port)
    this.#keep(client, from.ip)
    this.#carry(from, to, () => {
      this.#keep(server, to.ip)
      if (this.#ports.get(format(to.ip, to.port)) === port) port.onStream(server, localAddress)
      else server.reset()
    })
    return {stream: client, localAddress}
  }

  #keep(stream: ByteStream, home: string): void {
    this.#streams.set(stream, home)
    stream.once('close', () => this.#streams.delete(stream))
  }

  #answers(address: string): TcpAnswer {
    const ip = parse(address)?.ip ?? ''
    if (this.#cut.has(ip) || !this.#hosts.has(ip)) return 'silent'
    return this.#ports.has(address) ? 'open' : 'refused'
  }

  #carry(from: SocketAddress, to: SocketAddress, deliver: () => void): void {
    if (!this.#isThere(from, to)) return
    this.#link.carryReliably(() => {
      if (this.#isThere(from, to)) deliver()
    })
  }

  #isThere(from: SocketAddress, to: SocketAddress): boolean {
    return !this.#cut.has(from.ip) && !this.#cut.has(to.ip)
  }
}

function parsed(text: string): SocketAddress {
  const address = parse(text)
  if (!address) throw new NetError('ERR_CONFIG', `'${text}' is not an IP address with a port`)
  return address
}
