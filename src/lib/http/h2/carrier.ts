/** What HTTP/2 gives a tunnel: a data stream in DATA frames under flow control. Datagrams are capsules on it. */
import type {Http2Stream} from 'node:http2'
import {codeFor, HTTP2_CODES} from '../abort-codes.js'
import {capsuleBatch} from '../capsule-batch.js'
import type {AbortReason, DatagramSender, SendOutcome} from '../transport.js'
import type {TunnelCarrier} from '../tunnel-core.js'

export class H2Carrier implements TunnelCarrier {
  readonly carrier = 'capsule'
  readonly maxPayloadBytes = undefined
  /** Written, and not yet let go by flow control. */
  #pendingBytes = 0

  constructor(
    private readonly stream: Http2Stream,
    readonly nowNs: () => bigint,
    readonly maxPendingBytes?: number,
  ) {}

  sendFrame(): SendOutcome {
    return 'notNegotiated'
  }

  frameBatch(prefix: Uint8Array): DatagramSender {
    return capsuleBatch(prefix, this)
  }

  get isWritable(): boolean {
    const {stream} = this
    return !stream.destroyed && !stream.closed && stream.writable
  }

  get pendingBytes(): number {
    return this.#pendingBytes
  }

  /** Resolves when flow control has let it go. */
  write(bytes: Uint8Array): Promise<boolean> {
    if (!this.isWritable) return Promise.resolve(false)
    this.#pendingBytes += bytes.length
    return new Promise(resolve => {
      this.stream.write(bytes, error => {
        this.#pendingBytes -= bytes.length
        resolve(!error)
      })
    })
  }

  writeData(bytes: Uint8Array): Promise<boolean> {
    return this.write(bytes)
  }

  writeRaw(bytes: Uint8Array): Promise<boolean> {
    return this.write(bytes)
  }

  async finish(): Promise<void> {
    if (this.isWritable) this.stream.end()
    await Promise.resolve()
  }

  abort(reason: AbortReason | bigint): bigint {
    const code = BigInt.asUintN(32, codeFor(reason, HTTP2_CODES))
    abortStream(this.stream, code)
    return code
  }

  /** RST_STREAM after our end asks for no more, and blames nobody. */
  release(): void {
    const {stream} = this
    if (stream.closed || stream.destroyed) return
    const letGo = (): void => stream.close(Number(HTTP2_CODES['no-error']))
    if (stream.writableFinished) letGo()
    else stream.end(letGo)
  }
}

/** RST_STREAM and nothing else: by itself node:http2 says END_STREAM first, as if all had been well. */
export function abortStream(stream: Http2Stream, code: bigint): void {
  if (stream.destroyed) return
  stream._final = done => done()
  stream.close(Number(code))
}
