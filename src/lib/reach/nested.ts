/** A UDP tunnel as the way of another connection: QUIC inside CONNECT-UDP. */
import type {OuterWay} from '../http/outer-way.js'
import type {Ending} from '../http/ending.js'
import {deadline, sleep, TimeoutError, type Clock} from '../spec/clock.js'
import type {UdpTunnel} from '../tunnel/connect-udp.js'

/** Of documentation: nothing is ever sent to them. */
const LOCAL = '192.0.2.1:1'
const REMOTE = '192.0.2.2:443'
/** Where datagrams wait for flow control, more than this is lost, as in the queue of a router. */
const MAX_WAITING_BYTES = 256 * 1024
/** A datagram of QUIC at least has this (RFC 9000 section 14). */
export const QUIC_BYTES = 1200
/** Path MTU discovery of the connection outside takes some round trips; it is over when nothing moves for a few. */
const ROOM_PATIENCE_MS = 1000
const LOOK_MS = 10
const SETTLED = {leastMs: 50, roundTrips: 4} as const

/** What became of the datagrams on our own side. */
export interface WayCounts {
  readonly sent: number
  readonly received: number
  /** Larger than the tunnel's frames took: lost. */
  readonly tooLarge: number
  /** The tunnel took no more just then: lost. */
  readonly queueFull: number
}

export class TunnelWay implements OuterWay {
  readonly local = LOCAL
  readonly remote = REMOTE
  readonly ended: Promise<Ending>
  readonly #counts = {sent: 0, received: 0, tooLarge: 0, queueFull: 0}
  #waitingBytes = 0

  constructor(readonly udp: UdpTunnel) {
    this.ended = udp.ended
  }

  get counts(): WayCounts {
    return this.#counts
  }

  get limitBytes(): number | undefined {
    return this.udp.tunnel.carrier === 'frame' ? this.udp.maxPayloadBytes : undefined
  }

  send(bytes: Uint8Array): void {
    if (this.#waitingBytes > MAX_WAITING_BYTES) {
      this.#counts.queueFull++
      return
    }
    this.#waitingBytes += bytes.length
    void this.udp.send(bytes).then(outcome => {
      this.#waitingBytes -= bytes.length
      if (outcome === 'accepted') this.#counts.sent++
      else if (typeof outcome === 'object') this.#counts.tooLarge++
      else this.#counts.queueFull++
    })
  }

  listen(onDatagram: (bytes: Uint8Array) => void): void {
    void (async () => {
      for await (const {payload} of this.udp.received()) {
        this.#counts.received++
        onDatagram(payload)
      }
    })()
  }
}

/**
 * Waits until frames have as much room as they will get, for a while: the connection outside begins with the smallest
 * packets. Whether QUIC fits, as far as our own side can tell. Rejects only with the signal's reason.
 */
export async function roomForQuic(
  way: OuterWay,
  {clock, rttMs}: {readonly clock: Clock; readonly rttMs: number},
  signal: AbortSignal,
): Promise<boolean> {
  using limit = deadline(clock, ROOM_PATIENCE_MS, signal)
  const settledMs = Math.max(SETTLED.leastMs, SETTLED.roundTrips * rttMs)
  let [last, sinceMs] = [way.limitBytes, clock.now()]
  try {
    while (last !== undefined && (last < QUIC_BYTES || clock.now() - sinceMs < settledMs)) {
      await sleep(clock, LOOK_MS, limit.signal)
      if (way.limitBytes !== last) [last, sinceMs] = [way.limitBytes, clock.now()]
    }
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
  }
  return (way.limitBytes ?? Infinity) >= QUIC_BYTES
}
