/**
 * UDP tunnels on one raw connection of HTTP/3, each with a conversation of its own: what comes back is told by its
 * content, so that a Quarter Stream ID that is wrong misleads nobody.
 */
import type {RawExchange, RawHttp3} from '../spec/raw-rig.js'
import type {Rig} from '../spec/rig.js'
import type {TargetTalk} from '../spec/tunnel-rig.js'
import {WireError} from '../wire/error.js'
import * as httpDatagram from '../wire/http-datagram.js'
import {datagramFor, statusOf, tunnelFields} from './h3-requests.js'

export interface RawTunnel {
  readonly exchange: RawExchange
  readonly talk: TargetTalk
}

/** An answer of a target: in a DATAGRAM frame with this Quarter Stream ID. */
export interface Heard {
  readonly quarterId: bigint
  readonly tunnel: RawTunnel
}

const ATTEMPTS = 6

export class RawTunnels {
  readonly heard: Heard[] = []
  readonly #tunnels: RawTunnel[] = []
  #read = 0

  constructor(
    private readonly rig: Rig,
    private readonly raw: RawHttp3,
  ) {}

  /** The answer's status, and the tunnel if it is a success. @throws Obstacle if there is nobody to talk to */
  async open(signal: AbortSignal): Promise<{readonly status: number | null; readonly tunnel: RawTunnel | undefined}> {
    const exchange = await this.raw.request(tunnelFields(this.rig.place), signal)
    const status = exchange ? statusOf(await exchange.answer(this.rig.timeoutMs, signal)) : null
    if (!exchange || status === null || status < 200 || status > 299) return {status, tunnel: undefined}
    return {status, tunnel: this.add(exchange)}
  }

  /** One that was opened elsewhere. @throws Obstacle if there is nobody to talk to */
  add(exchange: RawExchange): RawTunnel {
    const tunnel = {exchange, talk: this.rig.talk()}
    this.#tunnels.push(tunnel)
    return tunnel
  }

  /** Asks until so many answers were heard, wherever they came from. */
  async echo(tunnel: RawTunnel, signal: AbortSignal, wanted = 1): Promise<boolean> {
    const end = tunnel.talk.answers + wanted
    const isHeard = (): boolean => {
      this.listen()
      return tunnel.talk.answers >= end
    }
    for (let attempt = 1; attempt < ATTEMPTS + wanted && !isHeard(); attempt++) {
      const before = tunnel.talk.answers
      await this.ask(tunnel)
      await this.rig.until(() => isHeard() || tunnel.talk.answers > before, this.rig.patienceMs / 2, signal)
    }
    return isHeard() || this.rig.until(isHeard, this.rig.patienceMs, signal)
  }

  async ask(tunnel: RawTunnel): Promise<void> {
    const question = tunnel.talk.question()
    if (question) await this.raw.datagram(datagramFor(tunnel.exchange, question))
  }

  /** Hears what came since. */
  listen(): void {
    for (const {payload} of this.raw.datagrams.slice(this.#read)) {
      const read = unwrapped(payload)
      const tunnel = read && this.#tunnels.find(({talk}) => talk.hears(read.udp))
      if (tunnel) this.heard.push({quarterId: read.quarterId, tunnel})
    }
    this.#read = this.raw.datagrams.length
  }
}

/** undefined: there is no Quarter Stream ID or no Context ID. */
function unwrapped(payload: Uint8Array): {readonly quarterId: bigint; readonly udp: Uint8Array} | undefined {
  try {
    const {quarterStreamId, payload: http} = httpDatagram.read(payload)
    return {quarterId: quarterStreamId.value, udp: httpDatagram.readContext(http).payload}
  } catch (error) {
    if (error instanceof WireError) return undefined
    throw error
  }
}
