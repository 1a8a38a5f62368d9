/** What was seen of one stream on the wire: heads in order, and how each side ended it. */
import type {SeenHead} from './frame-watch.js'

/** Interim responses we take, the final one and trailers: what comes beyond is of no use to anybody. */
const MAX_HEADS = 20

export class StreamWatch {
  readonly #heads: SeenHead[] = []
  headSeen = false
  /** Called when there is something new. */
  onChange: (() => void) | undefined
  /** The peer ended its side (END_STREAM); what it reset afterwards with an error is reset all the same. */
  finished = false
  /** The codes of RST_STREAM, if there were any. */
  resetByPeer: bigint | undefined
  resetByUs: bigint | undefined
  /** Somebody asks about this stream. */
  owned = false

  onHead(head: SeenHead): void {
    this.headSeen = true
    if (this.#heads.length < MAX_HEADS) this.#heads.push(head)
    this.onChange?.()
  }

  onFinished(): void {
    this.finished = true
    this.onChange?.()
  }

  onReset(code: bigint): void {
    // NO_ERROR after the end asks for no more of ours, and takes nothing back (RFC 9113 section 8.1).
    if (!this.finished || code !== 0n) this.resetByPeer ??= code
    this.onChange?.()
  }

  /** The next head, without waiting. */
  takeHead(): {readonly head: SeenHead} | undefined {
    return this.#heads.length === 0 ? undefined : {head: this.#heads.shift()}
  }
}
