/** Datagrams of ours through a WebTransport session to something that echoes: series of them, and sizes. */
import type {Clock} from '../../spec/clock.js'
import type {WebTransportSession} from '../../webtransport/session.js'
import {Series, type SeriesPlan, type SeriesResult, type Understood} from '../series.js'

/** What ours begin with: this, the number of the series, and that of the datagram. */
const MARK = 0x4d53_5157
const HEAD_BYTES = 12

/** From what QUIC needs to what the library takes: ordinary paths, tunnels in them, jumbo frames. */
const SIZES = [1200, 1300, 1400, 1452, 4096, 9000]
/** Of each size; over HTTP/2 nothing is lost. */
const COPIES = 2
const SIZE_TIMEOUT_MS = 1000

export interface EchoedSize {
  readonly bytes: number
  readonly sent: number
  readonly answered: number
}

export class Echoes {
  #current: Series | undefined
  #number = 0

  constructor(
    private readonly session: WebTransportSession,
    private readonly clock: Clock,
    private readonly beganMs: number,
  ) {
    void this.#listen()
  }

  run(plan: SeriesPlan, bytes: number, signal: AbortSignal): Promise<SeriesResult> {
    const number = ++this.#number
    const understand = (payload: Uint8Array): Understood | undefined => understood(payload, number)
    const series = new Series(this.session, this.clock, this.beganMs, understand, () => undefined)
    this.#current = series
    return series.run(plan, each => question(number, each, bytes), signal)
  }

  /** Ends with the first that is not answered. */
  async sizes(timeoutMs: number, signal: AbortSignal): Promise<readonly EchoedSize[]> {
    const limit = this.session.maxPayloadBytes
    const plan = {count: COPIES, intervalMs: 0, timeoutMs: Math.min(timeoutMs, SIZE_TIMEOUT_MS)}
    const tried: EchoedSize[] = []
    for (const bytes of [...SIZES.filter(size => size < limit), limit]) {
      if (signal.aborted) break
      const {sent, replies} = await this.run(plan, bytes, signal)
      tried.push({bytes, sent, answered: replies.length})
      if (replies.length === 0) break
    }
    return tried
  }

  async #listen(): Promise<void> {
    for await (const arrival of this.session.received()) this.#current?.onArrival(arrival)
  }
}

function question(series: number, number: number, bytes: number): Uint8Array {
  const payload = new Uint8Array(Math.max(bytes, HEAD_BYTES))
  const view = new DataView(payload.buffer)
  for (const [index, value] of [MARK, series, number].entries()) view.setUint32(4 * index, value)
  return payload
}

/** undefined: not one of this series. */
function understood(payload: Uint8Array, series: number): Understood | undefined {
  if (payload.length < HEAD_BYTES) return undefined
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length)
  if (view.getUint32(0) !== MARK || view.getUint32(4) !== series) return undefined
  return {number: view.getUint32(8), detail: 'echoed'}
}
