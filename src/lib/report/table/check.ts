/**
 * The table of a check: failures and warnings in full, then what could not be decided by its cause, a line a document,
 * what was left out, and the summary. On a terminal findings appear when they are found, and are not told again.
 */
import {checkFacts} from '../check-facts.js'
import type {Result, ResultDocument} from '../document.js'
import type {ReportTarget} from '../reporter.js'
import {findingsOf, resultName, sameness} from '../results/findings.js'
import {excuseOf, standingOf, type Standing} from '../results/standing.js'
import {LABEL_WORDS, summaryWords} from '../results/summary.js'
import {findingLines, resultLines} from './check-finding.js'
import {aroundLines, documentLines, preflightLines, undecidedLines} from './check-sections.js'
import {proxyLine, wrap} from './lines.js'

export class CheckTable {
  readonly #told = new Set<string>()
  /** Findings, whatever they were seen over. */
  readonly #known = new Set<string>()

  constructor(private readonly target: ReportTarget) {}

  /** As soon as it is known. */
  live(result: Result): readonly string[] {
    const isFull = isToAct(result)
    if (!isFull && this.target.verbosity < 1) return []
    this.#told.add(keyOf(result))
    const finding = {result, results: [result]}
    if (!isFull) return resultLines(finding, this.target)
    const same = sameness(result)
    if (this.#known.has(same)) return this.#again(result)
    this.#known.add(same)
    return findingLines(finding, this.target)
  }

  /** @param isBegun proxy and roads stand above already */
  rest(document: ResultDocument, isBegun: boolean): readonly string[] {
    const {results, proxy, summary} = document
    const facts = checkFacts.safeParse(document.facts)
    const left = results.filter(result => !this.#told.has(keyOf(result)))
    const {target} = this
    return [
      ...(isBegun ? [] : [proxyLine(proxy.template, facts.success && document.facts['embeddedProxy'] === true), '']),
      ...(facts.success && facts.data.preflight.length > 0
        ? [...preflightLines(facts.data.preflight, target), '']
        : []),
      ...TO_ACT.flatMap(standing => findingsOf(left.filter(result => standingOf(result) === standing))).flatMap(
        finding => findingLines(finding, target),
      ),
      ...this.#others(left.filter(result => !isToAct(result))),
      ...undecidedLines(
        results.filter(({label}) => label === 'inconclusive'),
        target,
      ),
      ...documentLines(results, target),
      ...(results.length > 0 ? [''] : []),
      ...(facts.success ? spaced(aroundLines(facts.data, target)) : []),
      ...wrap(summaryWords(summary), '', target.columns),
    ]
  }

  #others(left: readonly Result[]): readonly string[] {
    const isShown = (result: Result): boolean => this.target.verbosity > 0 || excuseOf(result) !== undefined
    const others = left.filter(result => result.label !== 'inconclusive' && isShown(result))
    return spaced(findingsOf(others).flatMap(finding => resultLines(finding, this.target)))
  }

  #again(result: Result): readonly string[] {
    const {style, columns} = this.target
    const [first = '', ...rest] = wrap(`${resultName(result)}: the same`, '  ', columns)
    return [`${style.mark(result.label)} ${LABEL_WORDS[result.label]} ${first.trim()}`, ...rest, '']
  }
}

/** Somebody has to: the gravest first. */
const TO_ACT: readonly Standing[] = ['fail', 'error', 'warn']

function isToAct(result: Result): boolean {
  return TO_ACT.includes(standingOf(result))
}

function keyOf(result: Result): string {
  return `${resultName(result)} ${sameness(result)}`
}

function spaced(lines: readonly string[]): readonly string[] {
  return lines.length > 0 ? [...lines, ''] : []
}
