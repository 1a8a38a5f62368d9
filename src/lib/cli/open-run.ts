/** Where a probe's results and evidence go, opened in order and before anything is sent. */
import {begin, openEvidence} from './evidence.js'
import type {EvidenceFlagValues} from './evidence-flags.js'
import type {InterruptGuard} from './interrupt.js'
import type {OpenedPlatform} from './platform.js'
import type {ProbeRun} from './probe-run.js'
import {redactorFor, type RedactFlagValues, type Told} from './redact.js'
import {Reports, type OutputOptions} from './reports.js'
import {toolFacts} from './run.js'
import {verbosityOf} from './verbosity.js'

interface RunFlagValues
  extends Omit<OutputOptions, 'verbosity' | 'redact' | 'isReplay'>, EvidenceFlagValues, RedactFlagValues {
  readonly quiet: boolean
  readonly verbose: boolean
}

interface RunWords {
  /** As it is typed. */
  readonly command: string
  readonly argv: readonly string[]
  readonly seed: number
  readonly platform: OpenedPlatform
  readonly guard: InterruptGuard
}

export type OpenedRun = Omit<ProbeRun, 'reach' | 'deadlineMs'> & {
  /** Whether all that crosses the tunnel is wanted, too. */
  readonly wire: boolean
}

/** @param told what --redact leaves out @throws CliError if something cannot be written */
export async function openRun(flags: RunFlagValues, words: RunWords, told: Told): Promise<OpenedRun> {
  const {command, seed, platform, guard} = words
  const redact = redactorFor(flags, told)
  const verbosity = verbosityOf(flags, words.argv)
  const reports = await Reports.open({...flags, verbosity, redact}, () => {
    guard.interrupt('nobody reads the output any more')
  })
  const [tool, began] = [toolFacts(platform.engine), begin(platform.clock)]
  const evidence = await openEvidence({...flags, tool, command, seed, began, redact})
  return {platform, reports, evidence, began, seed, tool, signal: guard.signal, wire: verbosity === 2}
}
