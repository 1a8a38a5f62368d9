/** Halfway through a wait, a PING: whoever acknowledges it lives and hears us, whatever else it does not do. */
import type {H3Transport} from '../../http/h3/client.js'
import type {Clock} from '../../spec/clock.js'
import type {LifeSign} from '../connection.js'

type Asked = Pick<H3Transport['h3']['quic'], 'ping' | 'stats'>

export class PingSign implements LifeSign {
  #heardBefore = Infinity
  readonly #cancel: () => void

  constructor(
    private readonly quic: Asked,
    clock: Clock,
    waitMs: number,
  ) {
    this.#cancel = clock.after(waitMs / 2, () => {
      this.#heardBefore = this.#heard
      quic.ping()
    })
  }

  get seen(): boolean {
    return this.#heard > this.#heardBefore
  }

  get lossy(): boolean {
    return (this.quic.stats()?.lostPackets ?? 0) > 0
  }

  get #heard(): number {
    return this.quic.stats()?.udpReceived ?? 0
  }

  [Symbol.dispose](): void {
    this.#cancel()
  }
}
