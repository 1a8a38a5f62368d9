/**
 * UDP through node:dgram, where the engine is missing. It carries payloads and little else: `LACKS` says what a result
 * must not claim to have seen, and what comes in says so itself (`tos` and `ttl` are undefined).
 */
import {createSocket, type Socket} from 'node:dgram'
import type {Clock} from '../spec/clock.js'
import {familyOf, format, parse} from './address.js'
import {lookup} from './names.js'
import {
  NetError,
  type ArrivedPacket,
  type Net,
  type SendOptions,
  type SendOutcome,
  type UdpEvents,
  type UdpOptions,
  type UdpPathError,
  type UdpSocket,
} from './net.js'
import {sendEach} from './packet-batch.js'
import {systemTcp} from './stream/tcp-net.js'
import {tcpAnswers} from './tcp.js'

/** In words, for results. */
export const LACKS =
  'UDP of this host went through node:dgram, as the native engine is missing: its TOS, TTL, DF, receive times of the ' +
  'kernel and the details of ICMP errors were neither set nor observed'

/** What UDP has room for in an IP packet. */
const MAX_PAYLOAD = {4: 65_507, 6: 65_527} as const
const QUEUE_BYTES = 1024 * 1024

export class DgramNet implements Net {
  constructor(private readonly clock: Pick<Clock, 'nowNs'>) {}

  readonly lookup = lookup
  readonly tcpAnswers = tcpAnswers
  readonly tcp = systemTcp

  udp(options: UdpOptions, events: UdpEvents): UdpSocket {
    return new DgramSocket(options, events, this.clock)
  }
}

class DgramSocket implements UdpSocket {
  readonly #socket: Socket
  readonly #family: 4 | 6
  readonly #remote: string | undefined
  #closed = false
  readonly localAddress: string

  /** @throws NetError */
  constructor(
    {local, remote, ttl}: UdpOptions,
    private readonly events: UdpEvents,
    private readonly clock: Pick<Clock, 'nowNs'>,
  ) {
    const own = parse(local) ?? {ip: '', port: 0}
    this.#family = familyOf(own.ip)
    this.#remote = remote
    const socket = createSocket({
      ...(this.#family === 6 ? {type: 'udp6', ipv6Only: true} : {type: 'udp4'}),
      lookup: asItIs,
    })
    this.#socket = socket
    let failure: NodeJS.ErrnoException | undefined
    socket.on('error', (error: NodeJS.ErrnoException) => {
      failure = error
      if (!this.#closed) this.#onError(error, remote ?? '')
    })
    const check = (): void => {
      if (!failure) return
      this.close()
      throw new NetError(failure.code ?? 'ERR_IO', failure.message)
    }
    // With a literal and a resolver that answers at once, both happen before these calls return.
    socket.bind({address: own.ip, port: own.port, exclusive: true})
    check()
    const to = remote === undefined ? undefined : parse(remote)
    if (to) socket.connect(to.port, to.ip)
    check()
    if (ttl !== undefined) socket.setTTL(ttl)
    const {address, port} = socket.address()
    this.localAddress = format(address, port)
    socket.on('message', (bytes, from) => {
      this.#onMessage(bytes, format(from.address, from.port))
    })
  }

  send(payload: Uint8Array, {to = this.#remote}: SendOptions = {}): SendOutcome {
    if (this.#closed) return 'closed'
    const destination = to === undefined ? undefined : parse(to)
    if (to === undefined || !destination) return {error: 'EDESTADDRREQ'}
    if (familyOf(destination.ip) !== this.#family) return {error: 'EAFNOSUPPORT'}
    if (payload.length > MAX_PAYLOAD[this.#family]) return 'too-large'
    if (this.#socket.getSendQueueSize() > QUEUE_BYTES) return 'queue-full'
    // Ours to keep: it may be sent when the caller has gone on.
    const bytes = Buffer.from(payload)
    const done = (error: Error | null): void => {
      if (error && !this.#closed) this.#onError(error, to)
    }
    if (this.#remote === undefined) this.#socket.send(bytes, destination.port, destination.ip, done)
    else this.#socket.send(bytes, done)
    return 'sent'
  }

  sendBatch(packed: Uint8Array): {sent: number; refused?: SendOutcome} {
    return sendEach(packed, (payload, options) => this.send(payload, options))
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#socket.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close()
    await Promise.resolve()
  }

  #onMessage(bytes: Uint8Array, from: string): void {
    if (this.#closed) return
    const packet: ArrivedPacket = {
      bytes,
      start: 0,
      end: bytes.length,
      atNs: Number(this.clock.nowNs()),
      tos: undefined,
      ttl: undefined,
      from,
      localIp: undefined,
    }
    this.events.onPacket(packet)
    this.events.onIdle?.()
  }

  /** The system tells an errno and nothing else. Only one of them says for sure which message it stands for. */
  #onError({code = 'ERR_IO'}: NodeJS.ErrnoException, destination: string): void {
    const ipv6 = this.#family === 6
    const unreachable = ipv6 ? ({type: 1, code: 4} as const) : ({type: 3, code: 3} as const)
    const known = code === 'ECONNREFUSED' ? unreachable : {type: 0, code: 0}
    const origin = code !== 'ECONNREFUSED' ? 'local' : ipv6 ? 'icmpv6' : 'icmp'
    const error: UdpPathError = {
      origin,
      ...known,
      error: code,
      mtu: undefined,
      offender: '',
      destination,
      quoted: new Uint8Array(0),
    }
    this.events.onPathError?.(error)
  }
}

type LookupDone = (error: null, address: string, family: number) => void

/** Addresses are literals here. */
function asItIs(address: string, options: unknown, callback?: LookupDone): void {
  const done = typeof options === 'function' ? (options as LookupDone) : callback
  done?.(null, address, familyOf(address))
}
