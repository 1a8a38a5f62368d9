/** Raw HTTP/3 for probes: http/h3/raw.ts with waits that end, evidence, and words for the timeline. */
import {dialRawH3, type RawDatagramOutcome, type RawH3, type RawH3Events} from '../../http/h3/raw.js'
import {ourSettings} from '../../http/h3/settings.js'
import type {HeaderList} from '../../http/transport.js'
import {settingFacts} from '../../reach/h3/facts.js'
import {shakeHands} from '../../reach/h3/handshake.js'
import {round} from '../../reach/phases.js'
import type {PeerStream, RawExchange, RawHttp3, RawHttp3Options} from '../../spec/raw-rig.js'
import type {ConnectionSeen, SeenPacket} from '../../spec/rig.js'
import type {EndingSeen} from '../../spec/tunnel-rig.js'
import {http3Name} from '../../wire/error-codes.js'
import type {Setting} from '../../wire/h3-settings.js'
import type {RigContext} from './context.js'
import {Ended} from './ended.js'
import {Kept} from './kept.js'
import {connectContext, connectionSeen, noConnection, ownSide, refuseVia} from './own-side.js'
import {RawAnswerState} from './raw-answer.js'
import {RawH3Exchange} from './raw-h3-exchange.js'
import {octetsOf} from './timeline.js'
import {within} from './within.js'

/** Rejects only with the signal's reason otherwise. @throws Obstacle, SetupError */
export async function openRawHttp3(
  context: RigContext,
  signal: AbortSignal,
  {settings, quic}: RawHttp3Options = {},
): Promise<RawHttp3> {
  refuseVia(context)
  const {platform, address, timeline} = context
  const {own, packets} = ownSide(context, {...(quic && {quic})})
  const reaching = connectContext(context, own)
  const lane = timeline.lane('raw')
  const arrivals = new Arrivals(context, lane)
  const ours = settings ?? ourSettings(platform.random.fork('settings'))
  const {facts, connected} = await shakeHands(
    address,
    reaching,
    (options, events, limit) => dialRawH3({...options, settings: ours}, {...events, ...arrivals.events}, limit),
    signal,
  )
  if (!connected) throw noConnection(reaching)
  timeline.add('local', lane, 'connected over HTTP/3')
  return new RawHttp3Connection(connected.raw, connectionSeen(facts), {context, lane, arrivals, packets: packets.list})
}

type Datagram = RawHttp3['datagrams'][number]

/** What comes beside streams of ours: from the first moment, when nobody has the connection in hand yet. */
class Arrivals {
  readonly #datagrams = new Kept<Datagram>()

  constructor(
    private readonly context: RigContext,
    private readonly lane: string,
    private readonly beganNs = Number(context.platform.clock.nowNs()),
  ) {}

  get datagrams(): readonly Datagram[] {
    return this.#datagrams.list
  }

  get events(): RawH3Events {
    const {timeline} = this.context
    return {
      onDatagram: (payload, atNs) => {
        timeline.add('received', this.lane, `DATAGRAM, ${octetsOf(payload)}`)
        const atMs = round((atNs - this.beganNs) / 1e6)
        this.#datagrams.add(payload.length, () => ({atMs, payload: payload.slice()}))
      },
      onPeerStream: what => {
        timeline.add('received', this.lane, what)
      },
    }
  }
}

interface Parts {
  readonly context: RigContext
  readonly lane: string
  readonly arrivals: Arrivals
  readonly packets: readonly SeenPacket[]
}

const OUTCOMES = {
  accepted: 'accepted',
  'queue-full': 'queueFull',
  'too-large': 'tooLarge',
  'not-negotiated': 'notNegotiated',
  closed: 'closed',
} as const satisfies Record<RawDatagramOutcome, string>

class RawHttp3Connection implements RawHttp3 {
  readonly #ended: Ended

  constructor(
    private readonly raw: RawH3,
    private readonly known: ConnectionSeen,
    private readonly parts: Parts,
  ) {
    this.#ended = new Ended(parts.context.platform.clock, raw.ended)
    void raw.ended.then(({detail}) => {
      this.#tell('local', detail)
    })
  }

  get seen(): ConnectionSeen {
    const list = this.peerSettings
    return {...this.known, settings: list && settingFacts(list).map(({id, value}) => ({id, value}))}
  }

  get packets(): readonly SeenPacket[] {
    return this.parts.packets
  }

  get datagrams(): readonly Datagram[] {
    return this.parts.arrivals.datagrams
  }

  get peerStreams(): readonly PeerStream[] {
    return this.raw.peerStreams
  }

  get peerSettings(): readonly Setting[] | undefined {
    return this.raw.peerSettings
  }

  get maxDatagramBytes(): number | undefined {
    return this.raw.maxDatagramBytes
  }

  async settled(signal: AbortSignal): Promise<boolean> {
    await this.#within(this.raw.settingsArrived, signal)
    return this.peerSettings !== undefined
  }

  open(signal: AbortSignal): Promise<RawExchange | undefined> {
    return this.#open(false, signal)
  }

  async request(fields: HeaderList, signal: AbortSignal, fin = false): Promise<RawExchange | undefined> {
    const exchange = await this.#open(false, signal)
    await exchange?.head(fields, fin)
    return exchange
  }

  async openUnidirectional(bytes: Uint8Array, signal: AbortSignal): Promise<RawExchange | undefined> {
    const exchange = await this.#open(true, signal)
    await exchange?.write(bytes)
    return exchange
  }

  async control(bytes: Uint8Array, fin = false): Promise<boolean> {
    this.#tell('sent', `control stream: ${octetsOf(bytes)}${fin ? ', and its end' : ''}`)
    return (await this.#within(this.raw.control(bytes, fin))) ?? false
  }

  async resetControl(code: bigint): Promise<void> {
    this.#tell('sent', `control stream: reset with ${http3Name(code)}`)
    await this.#within(this.raw.resetControl(code))
  }

  datagram(payload: Uint8Array): ReturnType<RawHttp3['datagram']> {
    const outcome = OUTCOMES[this.raw.datagram(payload)]
    const refused = outcome === 'accepted' ? '' : ', which did not leave'
    this.#tell('sent', `DATAGRAM, ${octetsOf(payload)}${refused}`)
    return Promise.resolve(outcome)
  }

  frames(bytes: Uint8Array): boolean {
    const isTaken = this.raw.inject(bytes) === 'accepted'
    this.#tell('sent', `frames of QUIC, ${octetsOf(bytes)}${isTaken ? '' : ', which did not leave'}`)
    return isTaken
  }

  close(code: bigint): void {
    this.#tell('sent', `CONNECTION_CLOSE with ${http3Name(code)}`)
    this.raw.close(code)
  }

  stats(): {readonly lostPackets: number; readonly rttMs: number} | undefined {
    const stats = this.raw.stats()
    return stats && {lostPackets: stats.lostPackets, rttMs: round(stats.rttUs / 1000)}
  }

  ending(): EndingSeen | null {
    return this.#ended.now
  }

  ended(withinMs: number, signal: AbortSignal): Promise<EndingSeen | null> {
    return this.#ended.within(withinMs, signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.raw[Symbol.asyncDispose]()
  }

  async #open(unidirectional: boolean, signal: AbortSignal): Promise<RawH3Exchange | undefined> {
    const {raw} = this
    let name = 'stream'
    const {clock} = this.parts.context.platform
    const tell = (what: string, direction: 'sent' | 'received' = 'received'): void => {
      this.#tell(direction, `${name}: ${what}`)
    }
    const state = new RawAnswerState({clock, nameOf: http3Name, tell})
    const opening = raw.open(unidirectional, {
      onFields: fields => {
        state.onFields(fields)
      },
      onData: bytes => {
        tell(`DATA, ${octetsOf(bytes)}`)
        state.onData(bytes)
      },
      onUnreadable: problem => {
        state.onUnreadable(problem)
      },
      onStopped: code => {
        state.onStopped(code)
      },
      onEnd: end => {
        if (end.how === 'fin') state.onFin()
        else if (end.how === 'reset') state.onReset(end.code)
        else void raw.ended.then(ending => state.onConnectionEnded(ending))
      },
    })
    const stream = await this.#within(opening, signal)
    if (!stream) return undefined
    name = `stream ${stream.id}`
    if (unidirectional) void raw.ended.then(ending => state.onConnectionEnded(ending))
    return new RawH3Exchange(stream, state, {
      tell: what => {
        tell(what, 'sent')
      },
      limit: work => this.#within(work),
    })
  }

  #within<T>(work: Promise<T>, signal?: AbortSignal): Promise<T | undefined> {
    const {platform, timeoutMs} = this.parts.context
    return within(platform.clock, timeoutMs, work, signal)
  }

  #tell(direction: 'sent' | 'received' | 'local', what: string): void {
    this.parts.context.timeline.add(direction, this.parts.lane, what)
  }
}
