/**
 * The format for people. On a terminal lines appear as things happen; on a pipe the same lines come at the end,
 * whole and uncut.
 */
import type {PhaseResult, ResultDocument, Road} from '../document.js'
import type {Format, Reporter, ReportTarget, RunEvent} from '../reporter.js'
import {udpFacts} from '../udp-facts.js'
import {escape} from '../../style/escape.js'
import {diagnosisLines, header, phaseLine, roadLine, wrap} from './lines.js'
import {replyLine, udpLines} from './udp.js'

export const table: Format = target => new TableReporter(target)

class TableReporter implements Reporter {
  #shown = false

  constructor(private readonly target: ReportTarget) {}

  event(event: RunEvent): void {
    if (!this.target.isLive || this.target.verbosity < 0) return
    switch (event.event) {
      case 'proxy':
        this.#print(header(event as unknown as Pick<ResultDocument, 'proxy' | 'facts'>), '')
        break
      case 'road':
        this.#print(roadLine(event as unknown as Road, this.target))
        break
      case 'phase': {
        const phase = event as unknown as PhaseResult
        this.#print(phaseLine(phase, this.target), ...diagnosisLines(phase, this.target))
        break
      }
      case 'reply':
        this.#print(replyLine(event as unknown as Parameters<typeof replyLine>[0], this.target))
        break
      default:
        return
    }
    this.#shown = true
  }

  finish(document: ResultDocument): void {
    if (this.target.verbosity >= 0 && !this.#shown) this.#everything(document)
    const facts = udpFacts.safeParse(document.facts)
    if (facts.success && this.target.verbosity >= 0) this.#print('', ...udpLines(facts.data, this.target))
    for (const warning of document.warnings) this.#print(...wrap(`warning: ${warning}`, '  ', this.target.columns))
    if (this.target.verbosity >= 0) this.#print('')
    this.#print(...this.#verdict(document))
  }

  #everything(document: ResultDocument): void {
    this.#print(header(document), '')
    for (const road of document.roads) {
      this.#print(roadLine(road, this.target))
      for (const phase of road.attempts) {
        this.#print(phaseLine(phase, this.target), ...diagnosisLines(phase, this.target))
      }
    }
    if (this.target.verbosity > 0) this.#print(...details(document))
  }

  #verdict({verdict, facts, roads}: ResultDocument): string[] {
    const {style, columns} = this.target
    const road = roads.at(-1)
    const viability = road?.viability ?? 'unreachable'
    // What a diagnosis says stands above already, unless only the verdict is wanted.
    const isRepetition = road?.diagnosis !== undefined && this.target.verbosity >= 0
    const because = !isRepetition && typeof facts['because'] === 'string' ? facts['because'] : ''
    const words: Readonly<Record<string, string>> = {
      'carries-both-ways': 'Carries both ways',
      'carries-up': 'Carries up, but not down',
      'carries-down': 'Carries down, but not up',
      accepted: 'Accepted, but not shown to carry anything',
      refused: 'Refused',
      unreachable: 'Not reachable',
    }
    const text = words[viability] ?? viability
    const sentence = because === '' ? `${text.replace(/\.$/, '')}.` : `${text}: ${because}.`
    const lines = wrap(verdict === 'interrupted' ? `Interrupted. So far: ${sentence}` : sentence, '', columns)
    return lines.map(line => (verdict === 'met' ? style.ok(line) : style.strong(line)))
  }

  #print(...lines: readonly string[]): void {
    for (const line of lines) this.target.write(`${line.trimEnd()}\n`)
  }
}

/** With -v: what both sides said of themselves. */
function details({roads}: ResultDocument): string[] {
  const lines = roads.flatMap(road => [
    ...(road.settings ?? []).map(({name, value}) => `    SETTINGS ${name} = ${value}`),
    ...(road.transportParameters ?? []).map(({name, value}) => `    transport parameter ${name} = ${value}`),
    ...(road.response
      ? [
          `    :status ${road.response.status}`,
          ...road.response.headers.map(([name, value]) => `    ${name}: ${value}`),
        ]
      : []),
  ])
  return lines.map(escape)
}
