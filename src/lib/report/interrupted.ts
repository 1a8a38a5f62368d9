/**
 * What a run without a result comes to: it was killed, or its machine was, before it could say. Made from the events it
 * had told by then, so it claims what was seen and nothing more.
 */
import {EXIT} from '../spec/verdict.js'
import type {PhaseResult, Result, ResultDocument, Road, Viability} from './document.js'
import {ipFactsSoFar, noteFinding, type IpSoFar} from './interrupted-ip.js'
import {countLabels} from './results/summary.js'
import type {RunEvent} from './run-event.js'
import type {SavedBegin} from './saved-run.js'
import type {RoadFacts, UdpFacts} from './udp-facts.js'

/** More phases than any run has: a file of another origin shall not fill our memory. */
const MAX_PHASES = 1000
const MAX_RESULTS = 100_000

const CUT_SHORT =
  'the saved run ends before its result: masque was killed, or failed; this is made from the events up to then'

interface RoadSoFar {
  /** Of its events; undefined in runs that had one at a time. */
  readonly number: number | undefined
  readonly http: Road['http']
  readonly address: string | null
  readonly attempts: PhaseResult[]
  replies: number
  /** Of an IP session. */
  readonly ip: IpSoFar
}

export class Remains {
  #template = ''
  #phases = 0
  #lastNs = 0n
  readonly #names: PhaseResult[] = []
  readonly #results: Result[] = []
  readonly #roads: RoadSoFar[] = []

  constructor(private readonly begin: SavedBegin) {}

  /** Any line's time. */
  at(tNs: bigint): void {
    if (tNs > this.#lastNs) this.#lastNs = tNs
  }

  event(event: RunEvent): void {
    const road = this.#roads.findLast(({number}) => number === event.road) ?? this.#roads.at(-1)
    switch (event.event) {
      case 'proxy':
        this.#template = event.template
        break
      case 'road':
        if (this.#room()) this.#begin(event)
        break
      case 'phase':
        if (this.#room()) (road?.attempts ?? this.#names).push(phaseOf(event))
        break
      case 'reply':
        if (road) road.replies++
        break
      case 'result':
        if (this.#results.length < MAX_RESULTS) this.#results.push(event.result)
        break
      case 'road-end':
      case 'checking':
      case 'doing':
      case 'unsent':
      case 'wire':
      case 'note':
      case 'line':
      case 'outcome':
      case 'shown':
        break
      case 'session':
      case 'echo':
      case 'tcp':
      case 'trace':
      case 'sessions':
      case 'reconnect':
        if (road) noteFinding(road.ip, event)
        break
    }
  }

  document(): ResultDocument {
    const {tool, command, seed, startedAt} = this.begin
    const list =
      this.#roads.length > 0
        ? this.#roads
        : [{number: undefined, http: '3' as const, address: null, attempts: this.#names, replies: 0, ip: {}}]
    const roads = list.map(roadOf)
    return {
      schema: 1,
      tool,
      command,
      seed,
      startedAt,
      durationMs: Math.round(Number(this.#lastNs) / 1e3) / 1e3,
      proxy: {
        template: this.#template,
        authority: /^[^/]*:\/\/([^/?]*)/.exec(this.#template)?.[1] ?? '',
        addresses: list.flatMap(({address}) =>
          address === null ? [] : [address.replace(/^\[?([^\]]*)\]?:\d+$/, '$1')],
        ),
      },
      roads,
      facts: factsFor(command, list, roads),
      results: this.#results,
      summary: countLabels(this.#results),
      verdict: 'interrupted',
      exitCode: EXIT.interrupted,
      warnings: [CUT_SHORT],
    }
  }

  #begin({road: number, http, address}: Extract<RunEvent, {event: 'road'}>): void {
    this.#roads.push({number, http, address, attempts: [...this.#names], replies: 0, ip: {}})
  }

  #room(): boolean {
    return ++this.#phases <= MAX_PHASES
  }
}

function phaseOf(event: Extract<RunEvent, {event: 'phase'}>): PhaseResult {
  const {phase, outcome, startMs, durationMs, detail, diagnosis} = event
  return {phase, outcome, startMs, durationMs, detail, ...(diagnosis && {diagnosis})}
}

function roadOf(road: RoadSoFar): Road {
  const {http, address, attempts} = road
  const viability = viabilityOf(road)
  const failed = road.attempts.find(({outcome}) => outcome === 'failed')
  return {
    http,
    address,
    viability,
    offered: ['accepted', 'carries-both-ways'].includes(viability) ? 'yes' : 'unknown',
    blame: failed?.diagnosis?.fault ?? null,
    ...(failed?.diagnosis && {diagnosis: failed.diagnosis}),
    attempts,
  }
}

/** An answer shows both directions. What failed last may have been tried again: only that nobody was reached is told. */
function viabilityOf({attempts, replies}: RoadSoFar): Viability {
  const failed = attempts.find(({outcome}) => outcome === 'failed')
  if (replies > 0) return 'carries-both-ways'
  if (failed) return ['names', 'udp', 'quic', 'tcp', 'tls'].includes(failed.phase) ? 'unreachable' : 'unknown'
  return attempts.some(({phase}) => phase === 'response') ? 'accepted' : 'unknown'
}

function factsFor(command: string, list: readonly RoadSoFar[], roads: readonly Road[]): ResultDocument['facts'] {
  switch (command) {
    case 'probe udp':
      return allFacts(list, roads)
    case 'probe ip':
      return ipFactsSoFar(
        roads.map((road, index) => ({road, so: list[index]?.ip ?? {}, answers: factsOf(list[index], road).answers})),
      )
    default:
      return {}
  }
}

/** The first road to which answers came, or else the last. */
function allFacts(list: readonly RoadSoFar[], roads: readonly Road[]): UdpFacts {
  const facts = list.map((road, index) => factsOf(road, roads[index]))
  const main = facts.find(({answers}) => answers.carriesUp === 'yes') ?? facts.at(-1) ?? factsOf(undefined)
  return {...main, embeddedProxy: false, roads: facts}
}

function factsOf(road: RoadSoFar | undefined, {viability, diagnosis}: Partial<Road> = {}): RoadFacts {
  const asked = road?.attempts.some(({phase}) => phase === 'request') === true
  const carries = viability === 'carries-both-ways' ? 'yes' : 'unknown'
  const accepted = viability === 'accepted' || carries === 'yes' ? 'yes' : 'unknown'
  return {
    http: road?.http ?? '3',
    road: road?.address ?? null,
    target: null,
    payload: null,
    answers: {
      reachable: asked ? 'yes' : viability === 'unreachable' ? 'no' : 'unknown',
      accepted,
      carriesUp: carries,
      carriesDown: carries,
    },
    stoppedAfter: null,
    because: diagnosis?.meaning ?? null,
    datagrams: null,
    egress: null,
    carriers: null,
    outer: null,
    maxPayloadBytes: null,
    reportCameBy: null,
    tunnelEnding: null,
    remarks: road && road.replies > 0 ? [`${road.replies} answers had come when it ended`] : [],
    notKnown: ['loss, round trips and everything else that is reckoned at the end'],
  }
}
