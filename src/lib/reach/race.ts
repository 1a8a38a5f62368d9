/**
 * Several versions of HTTP at once, as happy eyeballs does it with families of addresses (RFC 8305): the first begins, the
 * next follows after a head start or as soon as the one before has failed, and who is there first is taken.
 */
import type {HttpVersion} from '../http/transport.js'
import {format} from '../net/address.js'
import type {PhaseResult} from '../report/document.js'
import {sleep, unlessAborted} from '../spec/clock.js'
import type {ProxyPlace} from '../tunnel/uri-template.js'
import {connect} from './connect.js'
import type {OuterConnection} from './connection.js'
import type {Platform, ReachOptions} from './options.js'
import {PhaseLog, type PhaseEvents} from './phases.js'
import {Witness, type WitnessContext} from './witness.js'

const HEAD_START_MS = 300

export interface RaceOptions {
  readonly platform: Platform
  readonly reach: ReachOptions
  /** In the order of preference. */
  readonly http: readonly HttpVersion[]
  readonly timeoutMs: number
  readonly evidence: WitnessContext['evidence']
  readonly beganMs: number
  readonly events: (http: HttpVersion) => PhaseEvents
}

export interface Runner {
  readonly http: HttpVersion
  /** undefined: it had not begun when another one was there. */
  readonly address: string | undefined
  readonly phases: readonly PhaseResult[]
  /** Given up because another one was there first: what it was doing then. */
  readonly abandonedIn?: PhaseResult['phase'] | 'waiting'
}

export interface Raced {
  /** undefined: none of them got there. */
  readonly winner: {readonly http: HttpVersion; readonly connection: OuterConnection} | undefined
  /** All, in the order of preference. */
  readonly runners: readonly Runner[]
}

/**
 * Rejects only with the signal's reason.
 * @throws SetupError
 */
export async function race(
  place: ProxyPlace,
  ips: readonly string[],
  options: RaceOptions,
  signal: AbortSignal,
): Promise<Raced> {
  const stop = new AbortController()
  const both = AbortSignal.any([signal, stop.signal])
  let winner: Raced['winner']
  const lanes = options.http.map(http => new Lane(http, place, ips, options))
  const failed = lanes.map(lane => lane.failed)
  const running = lanes.map(async (lane, index) => {
    const before = failed[index - 1]
    if (before) await headStart(before, index, options, both)
    const connection = await lane.run(both)
    if (!connection) return
    if (winner) await connection[Symbol.asyncDispose]()
    else winner = {http: lane.http, connection}
    stop.abort(new Error('another version was there first'))
  })
  const ended = await Promise.allSettled(running)
  const error = ended.find(result => result.status === 'rejected')
  // Who was stopped because another one won has not failed.
  if (error && (signal.aborted || !winner)) {
    await winner?.connection[Symbol.asyncDispose]()
    throw error.reason as Error
  }
  return {winner, runners: lanes.map(lane => lane.told)}
}

/** Rejects with the signal's reason. */
async function headStart(
  before: Promise<void>,
  index: number,
  {platform: {clock}}: RaceOptions,
  signal: AbortSignal,
): Promise<void> {
  const enough = new AbortController()
  try {
    const later = sleep(clock, HEAD_START_MS * index, AbortSignal.any([signal, enough.signal]))
    await unlessAborted(Promise.race([before, later]), signal)
    later.catch(() => undefined)
  } finally {
    enough.abort()
  }
}

class Lane {
  #log: PhaseLog | undefined
  #address: string | undefined
  #isOver = false
  #settleFailed!: () => void

  /** Settles when it has failed; never, if it does not. */
  readonly failed = new Promise<void>(resolve => {
    this.#settleFailed = resolve
  })

  constructor(
    readonly http: HttpVersion,
    private readonly place: ProxyPlace,
    private readonly ips: readonly string[],
    private readonly options: RaceOptions,
  ) {}

  get told(): Runner {
    const [log, address] = [this.#log, this.#address]
    const common = {http: this.http, address, phases: log?.phases ?? []}
    return this.#isOver ? common : {...common, abandonedIn: log?.current ?? 'waiting'}
  }

  /** undefined: it failed at every address, and the log says why. */
  async run(signal: AbortSignal): Promise<OuterConnection | undefined> {
    const {platform, reach, timeoutMs, evidence, beganMs, events} = this.options
    for (const ip of this.ips) {
      const address = format(ip, reach.connectTo?.port ?? this.place.port)
      const log = new PhaseLog(platform.clock, beganMs, events(this.http))
      this.#log = log
      this.#address = address
      const number = 1 + this.options.http.indexOf(this.http)
      const witness = new Witness({...platform, evidence}, number, address)
      const context = {platform, template: this.place, reach, timeoutMs, log, witness}
      const connected = await connect(address, this.http, context, signal)
      if (connected.kind === 'connected') {
        this.#isOver = true
        return connected.connection
      }
    }
    this.#isOver = true
    this.#settleFailed()
    return undefined
  }
}
