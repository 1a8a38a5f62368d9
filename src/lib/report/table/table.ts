/**
 * The format for people. On a terminal lines appear as things happen; on a pipe the same lines come at the end,
 * whole and uncut.
 */
import type {PhaseResult, ResultDocument, Road} from '../document.js'
import {escape} from '../../style/escape.js'
import {chainFacts} from '../chain-facts.js'
import type {Format, Reporter, ReportTarget} from '../reporter.js'
import type {RunEvent} from '../run-event.js'
import {ipFacts, ipRoadFacts, type IpRoadFacts} from '../ip-facts.js'
import {roadFacts, udpFacts, type RoadFacts} from '../udp-facts.js'
import {webTransportFacts} from '../webtransport-facts.js'
import {chainLines} from './chain.js'
import {CheckTable} from './check.js'
import {InOrder} from './in-order.js'
import {detailLines, diagnosisLines, phaseLine, proxyLine, replyLine, roadLine, wireLine, wrap} from './lines.js'
import {findingLines, ipLines} from './ip.js'
import {udpLines} from './udp.js'
import {verdictLines} from './verdict.js'
import {webTransportLines} from './webtransport.js'

export const table: Format = target => new TableReporter(target)

type Parsed<T> = {readonly success: true; readonly data: T} | {readonly success: false}

class TableReporter implements Reporter {
  #shown = false
  #factsShown = false
  #order = new InOrder()
  #check: CheckTable
  #runs = 0

  constructor(private readonly target: ReportTarget) {
    this.#check = new CheckTable(target)
  }

  begin(file: string): void {
    this.target.write(`${this.#runs > 0 ? '\n' : ''}${this.target.style.strong(escape(file))}\n`)
    this.#shown = false
    this.#factsShown = false
    this.#order = new InOrder()
    this.#check = new CheckTable(this.target)
    this.#runs++
  }

  event(event: RunEvent): void {
    const {isLive, verbosity} = this.target
    // The wire is told as it happens, on a pipe too: nobody wants it all at the end.
    if (verbosity < 0 || !(isLive || verbosity > 1)) return
    this.#tell(this.#order.take(event))
  }

  finish(document: ResultDocument): void {
    const {verbosity, columns} = this.target
    this.#tell(this.#order.rest())
    if (document.command !== 'check') this.#finishProbe(document)
    else if (verbosity >= 0) this.#print(...this.#check.rest(document, this.#shown))
    for (const warning of document.warnings) this.#print(...wrap(`warning: ${warning}`, '  ', columns))
    if (verbosity >= 0) this.#print('')
    this.#print(...verdictLines(document, this.target))
  }

  #finishProbe(document: ResultDocument): void {
    const {verbosity} = this.target
    if (verbosity >= 0 && !this.#shown) this.#print(...this.#everything(document))
    else if (verbosity > 0) this.#print(...this.#details(document))
    const {facts} = document
    if (verbosity >= 0 && !this.#factsShown) {
      this.#print(...this.#factLines(udpFacts.safeParse(facts), ipFacts.safeParse(facts)))
    }
    const chain = chainFacts.safeParse(facts)
    if (verbosity >= 0 && chain.success) this.#print('', ...chainLines(chain.data, this.target))
    const both = webTransportFacts.safeParse(facts)
    if (verbosity >= 0 && both.success) this.#print('', ...webTransportLines(both.data, this.target))
  }

  #tell(events: readonly RunEvent[]): void {
    for (const event of events) {
      const lines = this.#linesOf(event)
      if (lines.length > 0) this.#shown = true
      this.#print(...lines)
    }
  }

  #linesOf(event: RunEvent): readonly string[] {
    switch (event.event) {
      case 'proxy':
        return [proxyLine(event.template, false), '']
      case 'road':
        return [...(this.#factsShown ? [''] : []), roadLine(event, this.target)]
      case 'road-end':
        return this.#facts(event.facts)
      case 'phase':
        return [phaseLine(event, this.target), ...diagnosisLines(event, this.target)]
      case 'reply':
        return [replyLine(event, this.target)]
      case 'unsent':
        return [`    number ${event.number} did not leave: ${event.outcome}`]
      case 'wire':
        return [wireLine(event, this.target)]
      case 'session':
      case 'echo':
      case 'tcp':
      case 'trace':
      case 'sessions':
      case 'reconnect':
        return findingLines(event, this.target)
      case 'result':
        return this.#check.live(event.result)
      case 'line':
        return [escape(event.text)]
      case 'outcome':
        return [`  ${event.outcome}: ${escape(event.detail)}`]
      case 'doing':
      case 'checking':
      case 'shown':
        return []
      case 'note':
        // Those of a road are among its facts.
        return event.road === undefined ? wrap(event.text, '  ', this.target.columns) : []
    }
  }

  #facts(found: unknown): readonly string[] {
    const lines = this.#factLines(roadFacts.safeParse(found), ipRoadFacts.safeParse(found))
    if (lines.length > 0) this.#factsShown = true
    return lines
  }

  /** Each command has facts of its own. */
  #factLines(udp: Parsed<RoadFacts>, ip: Parsed<IpRoadFacts>): readonly string[] {
    if (udp.success) return ['', ...udpLines(udp.data, this.target)]
    return ip.success ? ['', ...ipLines(ip.data, this.target)] : []
  }

  #everything({proxy, facts, roads}: ResultDocument): readonly string[] {
    const phases = (list: readonly PhaseResult[]): string[] =>
      list.flatMap(phase => [phaseLine(phase, this.target), ...diagnosisLines(phase, this.target)])
    const isNames = ({phase}: PhaseResult): boolean => phase === 'names'
    const ofRoad = Array.isArray(facts['roads']) ? (facts['roads'] as unknown[]) : []
    const block = (road: Road, index: number): readonly string[] => [
      ...(this.#factsShown ? [''] : []),
      roadLine(road, this.target),
      ...phases(road.attempts.filter(phase => !isNames(phase))),
      ...(this.target.verbosity > 0 ? ['', ...detailLines(road)] : []),
      ...this.#facts(ofRoad[index]),
    ]
    return [
      proxyLine(proxy.template, facts['embeddedProxy'] === true),
      '',
      // The same for all roads.
      ...phases(roads[0]?.attempts.filter(isNames) ?? []),
      ...roads.flatMap((road, index) => (road.address === null ? [] : block(road, index))),
    ]
  }

  #details({roads}: ResultDocument): readonly string[] {
    const named = roads.length > 1
    return roads.flatMap(road => ['', ...(named ? [roadLine(road, this.target)] : []), ...detailLines(road)])
  }

  #print(...lines: readonly string[]): void {
    if (lines.length > 0) this.target.write(lines.map(line => `${line.trimEnd()}\n`).join(''))
  }
}
