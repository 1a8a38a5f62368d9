/** A session on an open connection: the tunnel, who listens in it, and what it has been given. */
import {inWords} from '../../http/ending.js'
import type {Transport} from '../../http/transport.js'
import {deadline, TimeoutError, type Clock} from '../../spec/clock.js'
import type {Random} from '../../spec/random.js'
import {openIp, type IpOpened, type IpRequest, type IpTunnel} from '../../tunnel/connect-ip.js'
import {family as familyOf, type Family} from '../../wire/ip/address.js'
import {IpDispatcher, type PacketTunnel} from './dispatcher.js'
import {SessionWatch, type SettlePlan} from './session.js'
import {sourceIn, type Vantage} from './vantage.js'

export class LiveSession implements AsyncDisposable {
  readonly watch: SessionWatch
  readonly dispatcher: IpDispatcher

  constructor(
    readonly ip: IpTunnel,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    this.watch = new SessionWatch(ip, clock)
    this.dispatcher = new IpDispatcher(packetsOf(ip), () => this.watch.everAssigned)
  }

  /** The addresses, as people write them. */
  get addresses(): string[] {
    return this.watch.prefixes.map(({address, prefixLength}) => `${address}/${prefixLength}`)
  }

  /** Where packets of that family can be sent from; undefined: it has no address. */
  vantage(family: Family): Vantage | undefined {
    const prefix = this.watch.prefixes.find(({address}) => familyOf(address) === family)
    if (!prefix) return undefined
    const {dispatcher: session, clock} = this
    return {family, source: sourceIn(prefix), session, clock, random: this.random.fork(`IPv${family}`)}
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.watch[Symbol.dispose]()
    await this.ip[Symbol.asyncDispose]()
  }
}

function packetsOf(ip: IpTunnel): PacketTunnel {
  return {
    send: packet => ip.send(packet),
    received: () => ip.received(),
    ended: ip.ended,
    get maxPacketBytes() {
      return ip.tunnel.carrier === 'frame' ? ip.mtu : undefined
    },
    get drops() {
      const {received, unsent} = ip.tunnel.drops
      return {received: received + ip.dropped, unsent}
    },
  }
}

export interface AnotherContext {
  readonly transport: Transport
  readonly request: IpRequest
  readonly clock: Clock
  readonly random: Random
  readonly plan: SettlePlan
}

/** One more, settled; or why there is none, in words. Rejects only with the signal's reason. */
export async function openAnother(
  {transport, request, clock, random, plan}: AnotherContext,
  signal: AbortSignal,
): Promise<LiveSession | {readonly refusal: string}> {
  using limit = deadline(clock, plan.timeoutMs, signal)
  let opened: IpOpened
  try {
    opened = await openIp(transport, request, limit.signal)
  } catch (error) {
    if (error instanceof TimeoutError) return {refusal: 'no answer came in time'}
    throw error
  }
  switch (opened.kind) {
    case 'tunnel': {
      const session = new LiveSession(opened.ip, clock, random)
      await session.watch.settle(plan, signal)
      return session
    }
    case 'refused':
      return {refusal: `it was refused with status ${opened.refusal.status}`}
    case 'malformed':
      return {refusal: opened.problem}
    case 'failed':
      return {refusal: inWords(opened.ending)}
  }
}
