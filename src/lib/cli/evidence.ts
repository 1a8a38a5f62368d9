/** All the places the evidence of one run goes to. They are opened before anything is sent. */
import {resolve} from 'node:path'
import {EvidenceFile, type FileOptions} from '../evidence/file.js'
import type {EvidenceSink} from '../evidence/event.js'
import {KeylogSink} from '../evidence/keylog.js'
import {PcapSink} from '../evidence/pcap.js'
import {Recorder} from '../evidence/recorder.js'
import {SavedRunSink} from '../evidence/saved-run.js'
import {KEEP_ALL, type Redact} from '../redact/redactor.js'
import type {ResultDocument} from '../report/document.js'
import type {Clock} from '../spec/clock.js'
import {CliError} from './errors.js'
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
  /** Applied to all that is written. */
  readonly redact: Redact
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

type Kept = Extract<keyof EvidenceFlagValues, string>

const OPENERS: Readonly<Record<Kept, (path: string, options: EvidenceOptions) => Promise<EvidenceSink>>> = {
  save: async (path, {tool, command, seed, began, redact}) => {
    const begun = {kind: 'run-begin', schema: 1, tool, command, seed, startedAt: began.wall.toISOString()} as const
    return new SavedRunSink(await openFile(path), begun, began.ns, redact)
  },
  qlog: async (directory, {began, redact}) => {
    const {QlogSink} = await import('../evidence/qlog/sink.js')
    const wallAt = (atNs: bigint): Date => new Date(began.wall.getTime() + Number(atNs - began.ns) / 1e6)
    try {
      return new QlogSink({directory, wallAt, redact, onNothing: tellNoQlog})
    } catch (error) {
      throw cannotWrite(directory, error as NodeJS.ErrnoException, 2)
    }
  },
  keylog: async path => new KeylogSink(await openFile(path, {append: true, isSecret: true})),
  pcap: async (path, {tool, command, seed, began}) => {
    const application = `${tool.name} ${tool.version}`
    const comment = `${command}, seed ${seed}`
    const system = `${tool.platform}, node ${tool.node}`
    return new PcapSink(await openFile(path, {isSecret: true}), {...began, application, system, comment})
  },
}

function tellNoQlog(): void {
  process.stderr.write(
    'masque: --qlog: there is no qlog of connections over TCP (HTTP/2, HTTP/1.1); --pcap shows them\n',
  )
}

/** Who holds these reads the traffic. */
const SECRET: readonly Kept[] = ['keylog', 'pcap']

/**
 * @param more sinks that are no files
 * @throws CliError if a file cannot be written, or stands for two things
 */
export async function openEvidence(
  options: EvidenceOptions,
  more: readonly EvidenceSink[] = [],
): Promise<KeptEvidence> {
  const wanted = withEnvironment(options)
  const kinds = (Object.keys(OPENERS) as Kept[]).filter(kind => wanted[kind] !== undefined)
  checkPaths(kinds, wanted)
  const opened = await Promise.allSettled(kinds.map(kind => OPENERS[kind](wanted[kind] ?? '', options)))
  const sinks = opened.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
  const failed = opened.find(result => result.status === 'rejected')
  if (failed) {
    await Promise.allSettled(sinks.map(sink => sink.end()))
    throw failed.reason as Error
  }
  const secret = SECRET.flatMap(kind => wanted[kind] ?? [])
  if (secret.length > 0) warn(secret)
  return new KeptEvidence([...sinks, ...more])
}

/** The variables that browsers, curl and other QUIC programs know as well. --redact is asked for, they are only there. */
function withEnvironment({save, keylog, pcap, qlog, redact}: EvidenceOptions): EvidenceFlagValues {
  const {SSLKEYLOGFILE: keys, QLOGDIR: directory} = process.env
  const shared = redact === KEEP_ALL && keys !== '' ? keys : undefined
  return {save, pcap, keylog: keylog ?? shared, qlog: qlog ?? (directory === '' ? undefined : directory)}
}

function checkPaths(kinds: readonly Kept[], paths: EvidenceFlagValues): void {
  const seen = new Map<string, Kept>()
  for (const kind of kinds) {
    const path = paths[kind] ?? ''
    if (path === '-') {
      throw new CliError(`--${kind} -: the result goes to standard output`, {
        code: 'stdout-taken',
        next: `--${kind} FILE, or a pipe beside it: --${kind} >(PROGRAM)`,
      })
    }
    const other = seen.get(resolve(path))
    // Devices take everything at once.
    if (other !== undefined && !resolve(path).startsWith('/dev/')) {
      throw new CliError(`--${other} and --${kind} name the same file`, {code: 'same-file'})
    }
    seen.set(resolve(path), kind)
  }
}

function warn(paths: readonly string[]): void {
  process.stderr.write(`masque: TLS secrets go to ${paths.join(' and ')}: who has them can read what was sent\n`)
}

/** @throws CliError: nothing was sent yet */
async function openFile(path: string, options?: FileOptions): Promise<EvidenceFile> {
  try {
    return await EvidenceFile.open(path, options)
  } catch (error) {
    throw cannotWrite(path, error as NodeJS.ErrnoException, 2)
  }
}
