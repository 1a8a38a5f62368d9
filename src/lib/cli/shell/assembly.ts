/** A session put together: the proxy (or our own), the way to it, the recording, and whoever listens. */
import {readFile, writeFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import type {RunEvent} from '../../report/run-event.js'
import {round, type PhaseEvents} from '../../reach/phases.js'
import {describe} from '../../shell/decode/describe.js'
import {ProxyWay} from '../../shell/outer/proxy-way.js'
import {Runner} from '../../shell/script/run.js'
import {Results} from '../../shell/script/results.js'
import type {ShellEvent} from '../../shell/session/event.js'
import type {Outcome} from '../../shell/session/outcome.js'
import {Session} from '../../shell/session/session.js'
import {Sticky} from '../../shell/session/sticky.js'
import {AUTO} from '../../shell/words/http-param.js'
import type {RunBegan} from '../evidence.js'
import {NoiseTap} from './noise.js'
import type {ShellOptions} from './options.js'
import type {Recording} from './recording.js'
import type {Surroundings} from './surroundings.js'

/** Who sees what a session does. */
export interface Screen {
  line(text: string): void
  event(event: ShellEvent): void
  answer(lines: readonly string[]): void
  outcome(outcome: Outcome): void
}

export interface Assembled {
  readonly session: Session
  readonly runner: Runner
  readonly results: Results
}

const DEFAULT_TIMEOUT_MS = 5000

export interface AssemblyParts {
  readonly options: ShellOptions
  readonly around: Surroundings
  readonly recording: Recording
  readonly began: RunBegan
  readonly screens: readonly Screen[]
  /** For the formats that programs read. */
  readonly onRunEvent: (event: RunEvent) => void
}

export function assemble(parts: AssemblyParts): Assembled {
  const {options, around, recording, began, screens, onRunEvent} = parts
  const {platform, headers, http, datagrams, timeoutMs, directory} = options
  const {clock, random} = platform
  const {templates, target, reach} = around
  const tMs = (): number => round(clock.now() - began.ms)
  const tell = (event: RunEvent): void => {
    recording.evidence.record(clock.nowNs(), {kind: 'run', event})
    onRunEvent(event)
  }
  const noise = new NoiseTap(recording.evidence, (kind, text) => {
    session.noise(kind, text)
  })
  const way =
    templates && new ProxyWay({platform, reach, ...templates, evidence: noise, events: phaseEvents(tell, noise, tMs)})
  const session = new Session({
    clock,
    sources: {random: random.fork('data'), readFile: path => readFile(resolve(directory, path))},
    writeFile: (path, text) => writeFile(path, text),
    way,
    target,
    sticky: new Sticky(
      {...(http && {http}), ...(datagrams && {datagrams}), ...(timeoutMs !== undefined && {timeoutMs})},
      {http: AUTO, datagrams: 'auto', context: 0n, timeoutMs: DEFAULT_TIMEOUT_MS},
      headers,
    ),
    onEvent: event => {
      recording.event(event)
      for (const screen of screens) screen.event(event)
      const {number, direction, tunnel = null, what} = event
      onRunEvent({event: 'shown', tMs: tMs(), number, direction, tunnel, kind: what.kind, text: describe(what)})
    },
  })
  noise.watched = session.watched
  const results = new Results()
  const runner = new Runner(session, {
    onLine: text => {
      recording.line(text)
      for (const screen of screens) screen.line(text)
      tell({event: 'line', tMs: tMs(), text})
    },
    onAnswer: lines => {
      for (const screen of screens) screen.answer(lines)
    },
    onOutcome: (outcome, text) => {
      results.take(outcome, text)
      recording.outcome(outcome)
      for (const screen of screens) screen.outcome(outcome)
      const detail = detailOf(outcome)
      if (detail) tell({event: 'outcome', tMs: tMs(), text, ...detail})
    },
  })
  if (templates) tell({event: 'proxy', tMs: tMs(), template: templates.udp.text})
  return {session, runner, results}
}

function phaseEvents(tell: (event: RunEvent) => void, noise: NoiseTap, tMs: () => number): PhaseEvents {
  return {
    onBegin: () => undefined,
    onPhase: phase => {
      tell({event: 'phase', tMs: tMs(), ...phase})
      noise.phase(phase)
    },
  }
}

function detailOf(outcome: Outcome): {outcome: OutcomeName; detail: string} | undefined {
  switch (outcome.outcome) {
    case 'done':
    case 'leave':
      return undefined
    case 'failed':
      return {outcome: 'failed', detail: outcome.why}
    case 'met':
      return {outcome: 'met', detail: outcome.what}
    case 'violated':
      return {outcome: 'violated', detail: `expected ${outcome.expected}, but ${outcome.actual}`}
    case 'undecided':
      return {outcome: 'undecided', detail: `expected ${outcome.expected}, but ${outcome.why}`}
    case 'silent':
      return {outcome: 'silent', detail: `nothing came from ${outcome.tunnel}`}
  }
}

type OutcomeName = Extract<RunEvent, {event: 'outcome'}>['outcome']
