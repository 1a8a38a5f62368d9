/** A probe between flags and result, whatever it carries: evidence and events on the way, the deadline, the document. */
import type {RunInfo} from '../probe/result.js'
import type {Platform, ReachOptions} from '../reach/options.js'
import {SetupError} from '../reach/setup-error.js'
import type {ResultDocument} from '../report/document.js'
import type {OnEvent} from '../report/run-event.js'
import {deadline, RunOver} from '../spec/clock.js'
import {CliError} from './errors.js'
import type {KeptEvidence, RunBegan} from './evidence.js'
import type {Reports} from './reports.js'
import {reportFailures} from './tell.js'

/** What every probe is given beside its options. */
export interface ProbeRun {
  readonly reach: ReachOptions
  readonly platform: Platform
  readonly reports: Reports
  readonly evidence: KeptEvidence
  readonly began: RunBegan
  readonly seed: number
  readonly tool: ResultDocument['tool']
  readonly signal: AbortSignal
  readonly deadlineMs?: number
}

export interface Probe<R extends {readonly interrupted: boolean}> {
  /** As it is typed. */
  readonly command: string
  probe(onEvent: OnEvent, signal: AbortSignal): Promise<R>
  document(result: R, info: RunInfo): ResultDocument
}

/** The exit code. @throws CliError */
export async function runProbe<R extends {readonly interrupted: boolean}>(
  run: ProbeRun,
  probe: Probe<R>,
): Promise<number> {
  const {platform, reports, evidence, began, signal, deadlineMs, seed, tool} = run
  const {clock} = platform
  using limit = deadlineMs === undefined ? undefined : deadline(clock, deadlineMs, signal, new RunOver())
  const onEvent: OnEvent = event => {
    // What crossed a tunnel, and what came of a requirement, is in the evidence already.
    if (event.event !== 'wire' && event.event !== 'result' && evidence.wants('run'))
      evidence.record(clock.nowNs(), {kind: 'run', event})
    reports.event(event)
  }
  try {
    const result = await probe.probe(onEvent, limit?.signal ?? signal)
    const warnings = [...(platform.notObserved ?? [])]
    if (run.reach.trust.trust === 'anything') warnings.push('the certificate was not checked (--insecure)')
    if (limit?.signal.reason instanceof RunOver) warnings.push(limit.signal.reason.message)
    const {command} = probe
    const info = {tool, command, seed, startedAt: began.wall, durationMs: clock.now() - began.ms, warnings}
    const document = probe.document({...result, interrupted: signal.aborted}, info)
    evidence.record(clock.nowNs(), {kind: 'document', document})
    const failures = [...(await evidence.close()), ...(await reports.finish(document))]
    return reportFailures(failures, document.exitCode)
  } catch (error) {
    await reports.close()
    await evidence.close()
    if (error instanceof SetupError) throw new CliError(error.message, {code: error.code, next: error.next})
    throw error
  }
}
