/** `shell -x`, `shell` on a pipe, and `replay`: lines that nobody types, a transcript, and an exit code. */
import {escape} from '../../style/escape.js'
import {makeStyle} from '../../style/style.js'
import {drive, type Driven} from '../../shell/script/drive.js'
import type {Item} from '../../shell/script/read.js'
import type {EvidenceSink} from '../../evidence/event.js'
import {CliError} from '../errors.js'
import {begin} from '../evidence.js'
import {stdoutSink} from '../output.js'
import {Reports} from '../reports.js'
import {reportFailures} from '../tell.js'
import {assemble, type Screen} from './assembly.js'
import {concludeSession} from './document.js'
import type {ShellOptions} from './options.js'
import {Recording} from './recording.js'
import {Surroundings} from './surroundings.js'
import {TextScreen} from './text-screen.js'

export interface ScriptRun {
  readonly options: ShellOptions
  readonly items: Iterable<Item> | AsyncIterable<Item>
  /** Nobody reads any more. */
  readonly onPipeClosed: () => void
  /** Who else writes down what is seen. */
  readonly sinks?: readonly EvidenceSink[]
  /** What else is to be said when it is over, and whether that leaves something to look at. */
  readonly onOver?: () => {readonly lines: readonly string[]; readonly differs: boolean}
}

/** The exit code. @throws CliError */
export async function runScript(run: ScriptRun): Promise<number> {
  const {options, items, onPipeClosed} = run
  const {platform, format, signal, keepGoing, lingerMs, quiet} = options
  const began = begin(platform.clock)
  const recording = await Recording.open(options, began, run.sinks)
  const isText = format === 'table'
  const reports = isText
    ? undefined
    : await Reports.open({...options, json: false, verbosity: 0, 'no-color': true}, onPipeClosed)
  const sink = isText ? stdoutSink(process.stdout, onPipeClosed) : undefined
  const screen = sink && !quiet ? textScreen(options, sink, began.ns) : undefined
  const screens: readonly Screen[] = screen ? [screen] : []
  let driven: Driven = {hasActed: false}
  await using around = await Surroundings.of(options)
  const onRunEvent: Parameters<typeof assemble>[0]['onRunEvent'] = event => {
    reports?.event(event)
  }
  const {session, runner, results} = assemble({options, around, recording, began, screens, onRunEvent})
  {
    await using open = session
    try {
      driven = await drive(items, {session: open, runner, keepGoing, lingerMs}, signal)
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
  const over = run.onOver?.()
  const document = concludeSession({options, around, results, began, driven, differs: over?.differs})
  recording.evidence.record(platform.clock.nowNs(), {kind: 'document', document})
  for (const line of over?.lines ?? []) screen?.note(line)
  for (const warning of document.warnings) screen?.note(warning)
  if (results.expectations > 0) screen?.note(countsOf(document.summary))
  await sink?.end()
  const failures = [...(await recording.close()), ...((await reports?.finish(document)) ?? [])]
  if (recording.directory !== undefined && !quiet) process.stderr.write(`recorded in ${recording.directory}\n`)
  return reportFailures(failures, await exitCodeOf(driven, document.exitCode))
}

/** A line that was not understood: wrong usage if nothing was sent before it. @throws CliError */
async function exitCodeOf({problem, hasActed}: Driven, exitCode: number): Promise<number> {
  if (problem === undefined) return exitCode
  throw new CliError(problem, {
    code: 'bad-line',
    exitCode: hasActed ? 3 : 2,
    next: 'masque replay - reads all of a pipe, and finds such things before anything is sent',
  })
}

function textScreen({noColor}: ShellOptions, sink: {write(text: string): void}, beganNs: bigint): TextScreen {
  const isTerminal = process.stdout.isTTY
  const stream = {
    write: (text: string) => {
      sink.write(text)
    },
    get writableLength() {
      return process.stdout.writableLength
    },
  }
  return new TextScreen(stream, {beganNs, style: makeStyle({isTerminal, env: process.env, noColor})})
}

function countsOf(summary: Readonly<Record<string, number>>): string {
  const {pass = 0, fail = 0, inconclusive = 0} = summary
  return escape(`${pass} met, ${fail} violated, ${inconclusive} undecided`)
}
