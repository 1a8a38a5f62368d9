/**
 * What HTTP/1.1 gives a tunnel: a whole connection to itself, with capsules on it. There are no frames and no error codes;
 * giving up is cutting the connection.
 */
import type {Cancel, Clock} from '../../spec/clock.js'
import {capsuleBatch} from '../capsule-batch.js'
import {endingOfStream} from '../stream-ending.js'
import type {DatagramSender, SendOutcome} from '../transport.js'
import type {TunnelCarrier, TunnelCore} from '../tunnel-core.js'
import type {H1Wire} from './wire.js'

/** How long the peer may take to close its side once we have let go. */
const LINGER_MS = 500

export class H1Carrier implements TunnelCarrier {
  readonly carrier = 'capsule'
  readonly maxPayloadBytes = undefined

  constructor(
    private readonly wire: H1Wire,
    private readonly clock: Clock,
  ) {}

  nowNs(): bigint {
    return this.clock.nowNs()
  }

  sendFrame(): SendOutcome {
    return 'notNegotiated'
  }

  frameBatch(prefix: Uint8Array): DatagramSender {
    return capsuleBatch(prefix, this.wire)
  }

  writeData(bytes: Uint8Array): Promise<boolean> {
    return this.wire.write(bytes)
  }

  writeRaw(bytes: Uint8Array): Promise<boolean> {
    return this.wire.write(bytes)
  }

  async finish(): Promise<void> {
    const {stream} = this.wire
    if (stream.destroyed || stream.writableEnded) return
    await new Promise<void>(resolve => {
      stream.once('close', resolve)
      stream.end(resolve)
    })
  }

  abort(): undefined {
    this.wire.stream.reset()
    return undefined
  }

  release(): void {
    letGo(this.wire, this.clock)
  }
}

/** Ends our side and waits a moment for the peer to end its own: what it still sends goes nowhere. */
export function letGo({stream}: H1Wire, clock: Clock): void {
  if (stream.destroyed) return
  let cancel: Cancel = () => undefined
  stream.once('close', () => {
    cancel()
  })
  cancel = clock.after(LINGER_MS, () => stream.destroy())
  if (!stream.writableEnded) stream.end()
  stream.removeAllListeners('readable')
  stream.resume()
}

/** Feeds a tunnel from its connection until that is over. */
export async function pump(wire: H1Wire, tunnel: TunnelCore): Promise<void> {
  for (;;) {
    const bytes = await wire.next()
    if (!bytes) break
    await tunnel.onData(bytes)
  }
  const end = await wire.stream.over
  if (end.how === 'fin') tunnel.onFinished()
  else tunnel.end(endingOfStream(end))
}
