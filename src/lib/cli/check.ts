/** `check`: the suite between flags and document. */
import type {HeaderList, HttpVersion} from '../http/transport.js'
import type {HttpWish} from '../probe/options.js'
import {round} from '../reach/phases.js'
import type {OnEvent} from '../report/run-event.js'
import type {Probe} from '../spec/probe.js'
import {checkDocument} from '../suite/document.js'
import {loadProbe} from '../spec/registry.js'
import {runSuite, type SuiteResult} from '../suite/run.js'
import {settle, type Settled} from '../suite/settle/settle.js'
import {setStage, type SetStage} from '../suite/surroundings.js'
import {listText} from './check-list.js'
import type {CheckWish} from './check-wish.js'
import {keepDecision} from './decision/open-decision.js'
import {CliError} from './errors.js'
import {stdoutLook} from './look.js'
import {runProbe, type ProbeRun} from './probe-run.js'
import type {Told} from './redact.js'
import {reproduceLine} from './reproduce.js'
import {reportFailures} from './tell.js'

export const COMMAND = 'check'

export interface CheckRun extends ProbeRun, CheckWish {
  readonly headers: HeaderList
  readonly http: HttpWish
  readonly timeoutMs: number
  readonly concurrency: number
  readonly spacingMs: number
  /** PROXY as it was typed. */
  readonly typed: string
  readonly argv: readonly string[]
}

interface Checked {
  readonly interrupted: boolean
  readonly suite: SuiteResult
  readonly stage: SetStage
  readonly settled: Settled
}

/** The exit code. @throws CliError */
export async function runCheck(run: CheckRun): Promise<number> {
  const probes = await Promise.all(run.selected.requirements.map(loadProbe))
  let settled: Settled | undefined
  const code = await runProbe(run, {
    command: COMMAND,
    probe: async (onEvent, signal) => {
      const checked = await check(run, probes, onEvent, signal)
      settled = checked.settled
      return checked
    },
    document: (checked, info) => {
      const {requirements, leftOut} = run.selected
      return checkDocument({...checked, selected: requirements.length, leftOut}, info)
    },
  })
  return settled ? kept(run, settled, code) : code
}

/** The baseline, when the result is where it belongs: it can be made again, and the run cannot. */
async function kept({decision}: CheckRun, settled: Settled, code: number): Promise<number> {
  try {
    await keepDecision(decision, settled)
    return code
  } catch (error) {
    if (error instanceof CliError) return reportFailures([error], code)
    throw error
  }
}

/** The exit code: nothing is sent. */
export function list(
  {selected}: CheckWish,
  versions: readonly HttpVersion[],
  flags: {readonly json: boolean; readonly format: string; readonly 'no-color': boolean},
): number {
  const asJson = flags.json || flags.format === 'json' || flags.format === 'jsonl'
  process.stdout.write(listText(selected, versions, asJson, stdoutLook(flags['no-color'])))
  return 0
}

/** What --redact leaves out. */
export function toldOf({proxy, aim}: CheckWish): Pick<Told, 'proxy' | 'aim'> {
  const {responder, echo} = aim
  return {
    proxy: proxy === 'self' ? {kind: 'self'} : {kind: 'template', template: proxy.udp},
    aim: {
      tcpPorts: [],
      ...(responder && {responder: {at: responder.at, key: responder.key}}),
      ...(echo && {target: echo.host}),
    },
  }
}

async function check(run: CheckRun, probes: readonly Probe[], onEvent: OnEvent, signal: AbortSignal): Promise<Checked> {
  const {platform, evidence, reach, http, proxy, aim, headers, timeoutMs, began} = run
  const {clock} = platform
  const tMs = (): number => round(clock.now() - began.ms)
  const stage = {proxy, reach, headers, http: http.versions, aim, timeoutMs, evidence}
  await using set = await setStage(stage, platform, signal)
  onEvent({event: 'proxy', tMs: tMs(), template: set.place.udp.text})
  const suite = await runSuite(
    {
      ...run,
      versions: set.contexts,
      probes,
      named: http.named,
      reproduce: (id, version) => reproduceLine(run.typed, run.argv, {id, http: version, seed: run.seed}),
    },
    {
      onPreflight: ({http: version, state, detail}) => {
        const more = detail === '' ? '' : ` (${detail})`
        onEvent({event: 'note', tMs: tMs(), text: `HTTP/${version}: ${state}${more}`})
      },
      onBegin: ({waitsMs: limitMs, ...task}) => {
        onEvent({event: 'checking', tMs: tMs(), ...task, limitMs})
      },
      onLooked: ({result, seen}) => {
        onEvent({event: 'result', tMs: tMs(), result})
        evidence.record(clock.nowNs(), {kind: 'looked', result, seen})
      },
    },
    signal,
  )
  // Whoever set a deadline knew that it may come.
  const interrupted = run.signal.aborted
  const today = clock.wall().toISOString().slice(0, 10)
  const settled = settle(suite.results, run.decision, {today, interrupted, unreached: suite.unreached})
  return {interrupted, suite, stage: set, settled}
}
