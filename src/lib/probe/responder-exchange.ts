/** Datagrams to a responder and back: what it saw is known even when nothing returns through the tunnel. */
import {isBreach, type Ending} from '../http/ending.js'
import type {Fault} from '../report/document.js'
import {Asker, MIN_ECHO_BYTES, type Echoed, type Report, type Welcome} from '../responder/asker.js'
import type {ResponderKey} from '../responder/message.js'
import {deadline, unlessAborted} from '../spec/clock.js'
import type {Target} from '../tunnel/target.js'
import {WireError} from '../wire/error.js'
import type {DatagramWay} from './datagram-way.js'
import {DirectChannel} from './direct.js'
import type {Doing, OnEvent} from '../report/run-event.js'
import {figuresOf, type ExchangeResult, type Known} from './exchange.js'
import type {Platform} from '../reach/options.js'
import {round} from '../reach/phases.js'
import {endedWords, endingOf, Series, type SeriesPlan, type SeriesResult, type Understand} from './series.js'
import {stoppedCarrying} from './stopped.js'

export interface ResponderExchangeOptions {
  readonly platform: Platform
  readonly key: ResponderKey
  readonly responder: Target
  readonly plan: SeriesPlan
  readonly beganMs: number
  /** Proxy and responder are on this host: what is lost between them, the proxy lost. */
  readonly nextDoor: boolean
  readonly onEvent: OnEvent
}

/** Time for a report, when all else is done. */
const REPORT_TIMEOUT_MS = 1500
const REPORT_ATTEMPTS = 3
/** For the greeting, twice: a lost one must not hold up the rest for long. */
const GREETING_TIMEOUT_MS = 500

export async function exchangeWithResponder(
  way: DatagramWay,
  options: ResponderExchangeOptions,
  signal: AbortSignal,
): Promise<ExchangeResult> {
  const {platform, key, responder, plan} = options
  const {clock, net} = platform
  const doing = (what: Doing, limitMs: number): void => {
    options.onEvent({event: 'doing', tMs: round(clock.now() - options.beganMs), what, limitMs})
  }
  const asker = new Asker(key, clock)
  await using direct = await DirectChannel.open(net, clock, asker.sibling(), responder, signal)
  // The control and the series run side by side: neither waits for the other.
  const control = direct.hello(plan.timeoutMs, signal).catch(() => undefined)
  const conversation = new Conversation(way, asker, options)
  doing('greeting', 2 * GREETING_TIMEOUT_MS)
  await conversation.greet(clock, signal)
  const series = await conversation.run(plan, signal)
  const welcome = series.replies.length > 0 ? await unlessWaiting(control) : await control
  doing('report', 2 * REPORT_TIMEOUT_MS)
  const reported = await findReport(direct, conversation, welcome !== undefined, options, signal)
  direct.bye()
  const ending = await endingOf(way)
  const evidence = {series, report: reported?.report, controlAnswered: welcome !== undefined, ending}
  const stopped = stoppedCarrying(series, plan, ending, signal.aborted)
  const {up, down, blame, because} = conclude(evidence, options)
  const last = conversation.lastEcho
  const figures = figuresOf(series, way, reported?.report.seen)
  return {
    up,
    down,
    blame: stopped && blame !== 'proxy' ? 'unknown' : blame,
    because: stopped?.because ?? because,
    stopped,
    ending,
    series,
    figures,
    egress: {address: last?.observed ?? null, marks: last?.marks},
    capabilities: (welcome ?? conversation.welcome)?.capabilities ?? [],
    reportCameBy: reported?.by ?? null,
    // Where nothing was lost, nobody asks which way.
    notKnown:
      reported || figures.lost === 0 ? [] : ['which way lost datagrams went: no report came from the responder'],
  }
}

/** What is there already; the control is not worth waiting for when the tunnel has answered. */
async function unlessWaiting<T>(promise: Promise<T>): Promise<T | undefined> {
  return Promise.race([promise, Promise.resolve(undefined)])
}

type Reported = {readonly report: Report; readonly by: 'tunnel' | 'direct'} | undefined

async function findReport(
  direct: DirectChannel,
  conversation: Conversation,
  directWorks: boolean,
  {platform: {clock}}: ResponderExchangeOptions,
  signal: AbortSignal,
): Promise<Reported> {
  if (signal.aborted) return undefined
  const byTunnel = async (): Promise<Reported> => {
    const report = await conversation.report(REPORT_TIMEOUT_MS, clock, signal)
    return report && {report, by: 'tunnel'}
  }
  const byDirect = async (): Promise<Reported> => {
    const report = await direct.report(REPORT_TIMEOUT_MS, signal)
    return report && {report, by: 'direct'}
  }
  // The direct way first where it is known to work: it does not depend on what is being examined.
  if (directWorks) return (await byDirect()) ?? byTunnel()
  return (conversation.answered ? await byTunnel() : undefined) ?? byDirect()
}

interface Conclusion {
  readonly up: Known
  readonly down: Known
  readonly blame: Fault | null
  readonly because: string | undefined
}

interface Evidence {
  readonly series: SeriesResult
  readonly report: Report | undefined
  readonly controlAnswered: boolean
  /** How the tunnel ended, if it did so by itself. */
  readonly ending: Ending | undefined
}

/** Fewer observations than this prove no absence. */
const ENOUGH = 3
/** And what took longer than this may have been a busy machine. */
const PATIENCE_MS = 1000
/** So much that answers nothing, for each of ours, may have crowded out the answers before they were ours to count. */
const CROWD = 10

function conclude(
  {series, report, controlAnswered, ending}: Evidence,
  {nextDoor, plan}: ResponderExchangeOptions,
): Conclusion {
  const breach = ending && isBreach(ending) ? 'proxy' : undefined
  if (series.replies.length > 0) return {up: 'yes', down: 'yes', blame: breach ?? null, because: undefined}
  const ended = endedWords(ending)
  if (series.sent === 0) {
    return {
      up: 'unknown',
      down: 'unknown',
      blame: breach ?? 'unknown',
      because: `no datagram was sent${ended || nothingSent(series)}`,
    }
  }
  if (!report) {
    const because = controlAnswered
      ? 'nothing came back through the tunnel, and the responder gave no report'
      : 'nothing came back, and the responder does not answer directly either: it may be unreachable from here, down, or have another key'
    return {up: 'unknown', down: 'unknown', blame: breach ?? 'unknown', because: because + ended}
  }
  // What is missing on one host, nobody but the proxy can have lost; a tunnel that ended is another matter.
  const isCrowded = series.strays > CROWD * series.sent
  const proven = series.sent >= ENOUGH && !isCrowded && ending === undefined && plan.timeoutMs >= PATIENCE_MS
  const blame = breach ?? (nextDoor && proven ? 'proxy' : 'unknown')
  if (report.counts.echoes === 0) {
    const where = nextDoor ? ' on this host' : ': lost in the proxy, or on the way from it'
    const because = `the proxy accepted the tunnel, but none of ${series.sent} datagrams reached the responder${where}${ended}`
    return {up: 'no', down: 'unknown', blame, because}
  }
  const because = `the responder saw ${report.counts.echoes} datagrams and answered ${report.counts.answers}, but no answer came back through the tunnel${ended}`
  return {up: 'yes', down: 'no', blame, because}
}

function nothingSent({notSent}: SeriesResult): string {
  const outcome = notSent[0]?.outcome
  if (outcome === undefined) return ': there was no time for it'
  if (outcome === 'notNegotiated') return ': DATAGRAM frames were asked for, but the other side does not take them'
  return typeof outcome === 'object' ? `: they are larger than ${outcome.tooLarge} octets` : `: ${outcome}`
}

/** The responder's side of what goes through the tunnel. */
class Conversation {
  readonly #series: Series
  lastEcho: Echoed | undefined
  /** Its answer to the greeting. */
  welcome: Welcome | undefined
  answered = false
  #onReport: ((report: Report) => void) | undefined
  #onAnswer: (() => void) | undefined

  constructor(
    private readonly way: DatagramWay,
    private readonly asker: Asker,
    {platform: {clock}, beganMs, onEvent}: ResponderExchangeOptions,
  ) {
    this.#series = new Series(way, clock, beganMs, this.#understand, onEvent)
    void this.#listen()
  }

  async run(plan: SeriesPlan, signal: AbortSignal) {
    return this.#series.run(plan, number => this.asker.echo(number, MIN_ECHO_BYTES), signal)
  }

  /**
   * A first word through the tunnel. A responder whose clock is elsewhere answers it with a cookie, and the series is
   * spared a question that would look lost.
   */
  async greet(clock: Platform['clock'], signal: AbortSignal): Promise<void> {
    for (let attempt = 0; attempt < 2 && !this.answered && !signal.aborted; attempt++) {
      using limit = deadline(clock, GREETING_TIMEOUT_MS, signal)
      const answered = new Promise<void>(resolve => {
        this.#onAnswer = resolve
      })
      await this.way.send(this.asker.hello())
      await unlessAborted(Promise.race([answered, this.way.ended]), limit.signal).catch(() => undefined)
    }
  }

  /** A report through the tunnel, asked for again if it does not come; undefined if it never does. */
  async report(timeoutMs: number, clock: Platform['clock'], signal: AbortSignal): Promise<Report | undefined> {
    const came = new Promise<Report>(resolve => {
      this.#onReport = resolve
    })
    for (let attempt = 0; attempt < REPORT_ATTEMPTS && !signal.aborted; attempt++) {
      if ((await this.way.send(this.asker.report(0, this.way.maxPayloadBytes))) !== 'accepted') return undefined
      using limit = deadline(clock, timeoutMs / REPORT_ATTEMPTS, signal)
      const report = await unlessAborted(came, limit.signal).catch(() => undefined)
      if (report) return report
    }
    return undefined
  }

  readonly #understand: Understand = bytes => {
    let answer
    try {
      answer = this.asker.understand(bytes)
    } catch (error) {
      if (error instanceof WireError) return undefined
      throw error
    }
    if (!answer) return undefined
    this.answered = true
    this.#onAnswer?.()
    if (answer.kind === 'welcome') this.welcome = answer.welcome
    if (answer.kind === 'report') this.#onReport?.(answer.report)
    if (answer.kind !== 'echoed') return undefined
    this.lastEcho = answer.echoed
    const {marks, observed, heldNs} = answer.echoed
    const ttl = marks?.ttl === undefined ? '' : `, TTL ${marks.ttl}`
    return {number: answer.echoed.sequence, heldNs, detail: `seen from ${observed ?? 'somewhere'}${ttl}`}
  }

  async #listen(): Promise<void> {
    for await (const arrival of this.way.received()) this.#series.onArrival(arrival)
  }
}
