/** `judge`: a saved check once more, by the judges and the decisions of today. */
import type {CheckFacts} from '../report/check-facts.js'
import type {ResultDocument} from '../report/document.js'
import {Remains} from '../report/interrupted.js'
import type {Catalogued} from '../spec/registry.js'
import {countByDocument} from '../suite/document.js'
import {judgeAgain, type JudgedAgain} from '../suite/judge-again.js'
import {keyOf} from '../suite/run.js'
import {settle} from '../suite/settle/settle.js'
import type {Looked} from '../suite/version-run.js'
import {keepDecision, type OpenDecision} from './decision/open-decision.js'
import {CliError, Interrupted} from './errors.js'
import type {Reports} from './reports.js'
import {openSavedRun} from './saved-runs.js'
import {reportFailures} from './tell.js'

export interface JudgeRun {
  readonly file: string
  readonly reports: Reports
  readonly decision: OpenDecision
  readonly catalogue: readonly Catalogued[]
  /** The day, UTC. */
  readonly today: string
  readonly signal: AbortSignal
}

/** Of verdicts that are others now so many are named. */
const MAX_NAMED = 20

/** The exit code. @throws CliError, Interrupted */
export async function judgeRun({file, reports, decision, catalogue, today, signal}: JudgeRun): Promise<number> {
  try {
    const {document, looked} = await readCheck(file, signal)
    const again = await Promise.all(looked.map(one => judgeAgain(one, catalogue)))
    const interrupted = document.verdict === 'interrupted'
    const settled = settle(
      again.map(({result}) => result),
      decision,
      {today, interrupted, unreached: unreachedIn(document)},
    )
    const {results, summary, verdict, exitCode, warnings, facts} = settled
    const told = {...document.facts, ...facts, documents: countByDocument(results)} satisfies Partial<CheckFacts>
    const changed = again.flatMap(one => (one.before ? [wordsOf(one)] : []))
    reports.result({
      ...document,
      facts: told,
      results,
      summary,
      verdict,
      exitCode,
      warnings: [...named(changed), ...warnings],
    })
    await keepDecision(decision, settled)
    return reportFailures(await reports.close(), exitCode)
  } catch (error) {
    await reports.close()
    throw error
  }
}

/** @throws CliError, Interrupted */
async function readCheck(
  file: string,
  signal: AbortSignal,
): Promise<{readonly document: ResultDocument; readonly looked: readonly Looked[]}> {
  const run = await openSavedRun(file)
  if (run.begin.command !== 'check') {
    throw new CliError(`${file} was saved by \`masque ${run.begin.command}\`: only a check has verdicts`, {
      code: 'other-command',
      next: 'a file that masque check wrote with --save FILE; masque report shows the others',
    })
  }
  const remains = new Remains(run.begin)
  const looked = new Map<string, Looked>()
  let document: ResultDocument | undefined
  for await (const line of run.events) {
    if (signal.aborted) throw new Interrupted(`interrupted while reading ${file}`)
    if (line.kind === 'document') document = line.document
    else remains.at(BigInt(line.tNs))
    if (line.kind === 'run') remains.event(line.event)
    if (line.kind === 'looked')
      looked.set(keyOf(line.result.id, line.result.http), {result: line.result, seen: line.seen})
  }
  return {document: document ?? remains.document(), looked: [...looked.values()]}
}

function unreachedIn({facts}: ResultDocument): number {
  return facts['kind'] === 'check' ? ((facts as CheckFacts).unreached ?? 0) : 0
}

function wordsOf({result, before}: JudgedAgain): string {
  const over = result.http === undefined ? '' : ` over HTTP/${result.http}`
  return `${result.id}${over} was ${before?.label ?? 'nothing'} and is ${result.label}`
}

function named(changed: readonly string[]): string[] {
  const more = changed.length > MAX_NAMED ? [`${changed.length - MAX_NAMED} more verdicts are others now`] : []
  return [...changed.slice(0, MAX_NAMED), ...more]
}
