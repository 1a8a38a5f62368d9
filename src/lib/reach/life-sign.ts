/** Halfway through a wait, a PING: whoever acknowledges it lives and hears us, whatever else it does not do. */
import type {H3Transport} from '../http/h3/client.js'
import type {Clock} from '../spec/clock.js'

type Asked = Pick<H3Transport['h3'], 'quic'>

export class LifeSign implements Disposable {
  #heardBefore = Infinity
  readonly #cancel: () => void

  constructor(
    private readonly h3: Asked,
    clock: Clock,
    waitMs: number,
  ) {
    this.#cancel = clock.after(waitMs / 2, () => {
      this.#heardBefore = this.#heard
      h3.quic.ping()
    })
  }

  /** Something came in since we asked. */
  get seen(): boolean {
    return this.#heard > this.#heardBefore
  }

  /** Packets are being lost: what is missing may be as well. */
  get lossy(): boolean {
    return (this.h3.quic.stats()?.lostPackets ?? 0) > 0
  }

  get #heard(): number {
    return this.h3.quic.stats()?.udpReceived ?? 0
  }

  [Symbol.dispose](): void {
    this.#cancel()
  }
}
