/** All the places the evidence of one run goes to. They are opened before anything is sent. */
import {EvidenceFile, type FileOptions} from '../evidence/file.js'
import type {EvidenceSink} from '../evidence/event.js'
import {Recorder} from '../evidence/recorder.js'
import {SavedRunSink} from '../evidence/saved-run.js'
import type {ResultDocument} from '../report/document.js'
import type {Clock} from '../spec/clock.js'
import type {CliError} from './errors.js'
import type {EvidenceFlagValues} from './evidence-flags.js'
import {cannotWrite} from './output.js'

/** When a run began, by all readings of the clock at once. */
export interface RunBegan {
  readonly wall: Date
  readonly ms: number
  readonly ns: bigint
}

export function begin(clock: Clock): RunBegan {
  return {wall: clock.wall(), ms: clock.now(), ns: clock.nowNs()}
}

export interface EvidenceOptions extends EvidenceFlagValues {
  readonly tool: ResultDocument['tool']
  readonly command: string
  readonly seed: number
  readonly began: RunBegan
}

/** The evidence of a run and its end. */
export class KeptEvidence extends Recorder {
  /** Once nothing more comes. What could not be written. */
  async close(): Promise<readonly CliError[]> {
    return (await this.end()).map(error => {
      const {path} = error as NodeJS.ErrnoException
      if (path === undefined) throw error
      return cannotWrite(path, error as NodeJS.ErrnoException)
    })
  }
}

/** @throws CliError if a file cannot be written */
export async function openEvidence(options: EvidenceOptions): Promise<KeptEvidence> {
  const opening = [options.save === undefined ? undefined : openSavedRun(options.save, options)]
  const opened = await Promise.allSettled(opening.filter(sink => sink !== undefined))
  const sinks = opened.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  const failed = opened.find(result => result.status === 'rejected')
  if (!failed) return new KeptEvidence(sinks)
  await Promise.allSettled(sinks.map(sink => sink.end()))
  throw failed.reason as Error
}

async function openSavedRun(path: string, {tool, command, seed, began}: EvidenceOptions): Promise<EvidenceSink> {
  const file = await openFile(path)
  const startedAt = began.wall.toISOString()
  return new SavedRunSink(file, {kind: 'run-begin', schema: 1, tool, command, seed, startedAt}, began.ns)
}

/** @throws CliError: nothing was sent yet */
async function openFile(path: string, options?: FileOptions): Promise<EvidenceFile> {
  try {
    return await EvidenceFile.open(path, options)
  } catch (error) {
    throw cannotWrite(path, error as NodeJS.ErrnoException, 2)
  }
}
