/**
 * A local UDP port carried through CONNECT-UDP tunnels: each local address and port that sends something gets a tunnel
 * of its own, as the target tells programs apart by where their datagrams come from.
 */
import {inWords, isUnwanted} from '../../http/ending.js'
import type {Net, UdpSocket} from '../../net/net.js'
import {deadline, sleep, TimeoutError, type Clock} from '../../spec/clock.js'
import type {UdpOpened, UdpTunnel} from '../../tunnel/connect-udp.js'
import {noCounts, type UdpCounts} from './counts.js'
import {Peer} from './peer.js'

export interface UdpForwardOptions {
  readonly net: Net
  readonly clock: Clock
  /** IP and port; port 0 lets the system choose. */
  readonly listen: string
  /** Waits for a connection if there is none. Rejects only with the signal's reason. */
  readonly open: (signal: AbortSignal) => Promise<UdpOpened>
  readonly timeoutMs: number
  /** A tunnel in which nothing passed for so long is closed. */
  readonly idleMs: number
  readonly maxPeers: number
  readonly events: UdpForwardEvents
}

export interface UdpForwardEvents {
  readonly onPeer: (from: string) => void
  /** `why`: hostile until escaped. */
  readonly onPeerEnded: (from: string, why: string) => void
  readonly onRefused: (from: string, why: string) => void
  /** The first time only; the rest is counted. */
  readonly onTooLarge: (bytes: number, limitBytes: number) => void
  readonly onTooManyPeers: (limit: number) => void
}

/** After a refusal: a program that goes on sending is no reason to go on asking. */
const HOLD_OFF_MS = 2000
const SWEEPS_PER_IDLE = 4

export class UdpForwarder implements AsyncDisposable {
  readonly counts: UdpCounts = noCounts()
  readonly #options: UdpForwardOptions
  readonly #socket: UdpSocket
  readonly #peers = new Map<string, Peer>()
  readonly #stop = new AbortController()
  readonly #running = new Set<Promise<void>>()
  readonly #told = new Set<string>()

  /** @throws NetError */
  constructor(options: UdpForwardOptions) {
    this.#options = options
    this.#socket = options.net.udp(
      {local: options.listen, dontFragment: 'off'},
      {
        onPacket: ({from, bytes, start, end}) => {
          this.#onPacket(from, bytes.slice(start, end))
        },
      },
    )
  }

  get address(): string {
    return this.#socket.localAddress
  }

  /** Those with a tunnel, or about to have one. */
  get active(): number {
    return this.#peers.size
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('the forwarder ends'))
    this.#socket.close()
    await Promise.all(this.#running)
  }

  #onPacket(from: string, payload: Uint8Array): void {
    const {clock, maxPeers, events} = this.#options
    const known = this.#peers.get(from)
    if (known) {
      known.up(payload, clock.now())
      return
    }
    if (this.#peers.size >= maxPeers) {
      this.counts.dropped.tooManyPeers++
      this.#once('peers', () => {
        events.onTooManyPeers(maxPeers)
      })
      return
    }
    const peer = this.#peer(from)
    this.#peers.set(from, peer)
    peer.up(payload, clock.now())
    const running = this.#serve(peer).finally(() => {
      this.#peers.delete(from)
      this.#running.delete(running)
    })
    this.#running.add(running)
  }

  #peer(from: string): Peer {
    const {clock, events} = this.#options
    return new Peer(from, clock.now(), this.counts, {
      onTooLarge: (bytes, limit) => {
        this.#once('size', () => {
          events.onTooLarge(bytes, limit)
        })
      },
      onDown: payload => {
        const {down, dropped} = this.counts
        if (this.#socket.send(payload, {to: from}) !== 'sent') dropped.unsent++
        else {
          down.datagrams++
          down.bytes += payload.length
        }
      },
    })
  }

  /** Never rejects. */
  async #serve(peer: Peer): Promise<void> {
    const {signal} = this.#stop
    try {
      const opened = await this.#open(signal)
      if (typeof opened !== 'string') {
        await this.#carry(peer, opened)
        return
      }
      this.counts.peers.refused++
      this.#options.events.onRefused(peer.from, opened)
      await sleep(this.#options.clock, HOLD_OFF_MS, signal)
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      peer.giveUp()
    }
  }

  /** A tunnel, or why there is none. */
  async #open(signal: AbortSignal): Promise<UdpTunnel | string> {
    const {clock, timeoutMs, open} = this.#options
    using limit = deadline(clock, timeoutMs, signal)
    try {
      const opened = await open(limit.signal)
      switch (opened.kind) {
        case 'tunnel':
          return opened.udp
        case 'refused':
          return `the proxy answered ${opened.refusal.status}`
        case 'malformed':
          return opened.problem
        case 'failed':
          return inWords(opened.ending)
      }
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error
      return `no tunnel within ${timeoutMs / 1000} s`
    }
  }

  async #carry(peer: Peer, udp: UdpTunnel): Promise<void> {
    const {clock, events} = this.#options
    const {peers} = this.counts
    await using tunnel = udp
    peers.opened++
    events.onPeer(peer.from)
    const over = new AbortController()
    let why = 'idle'
    const watching = this.#closeWhenIdle(peer, tunnel, over.signal)
    await peer.run(tunnel, () => clock.now())
    const ending = await tunnel.ended
    over.abort(new Error('the tunnel is over'))
    if ((await watching) === 'idle') peers.idle++
    else {
      peers.ended++
      why = isUnwanted(ending) ? inWords(ending) : 'we closed the tunnel'
    }
    if (!this.#stop.signal.aborted) events.onPeerEnded(peer.from, why)
  }

  async #closeWhenIdle(peer: Peer, tunnel: UdpTunnel, over: AbortSignal): Promise<'idle' | 'over'> {
    const {clock, idleMs} = this.#options
    const signal = AbortSignal.any([over, this.#stop.signal])
    try {
      while (clock.now() - peer.lastMs < idleMs) await sleep(clock, idleMs / SWEEPS_PER_IDLE, signal)
    } catch (error) {
      if (!signal.aborted) throw error
      if (this.#stop.signal.aborted) await tunnel[Symbol.asyncDispose]()
      return 'over'
    }
    await tunnel[Symbol.asyncDispose]()
    return 'idle'
  }

  #once(what: string, tell: () => void): void {
    if (this.#told.has(what)) return
    this.#told.add(what)
    tell()
  }
}
