/**
 * The files of a session: what was typed and what came back, as a script; the saved run; the capture. They are there
 * before anything is sent, and written as things happen.
 */
import {join} from 'node:path'
import type {EvidenceSink} from '../../evidence/event.js'
import {EvidenceFile} from '../../evidence/file.js'
import {KEEP_ALL} from '../../redact/redactor.js'
import {Lines} from '../../shell/screen/lines.js'
import type {ShellEvent} from '../../shell/session/event.js'
import type {Outcome} from '../../shell/session/outcome.js'
import {makeStyle} from '../../style/style.js'
import type {CliError} from '../errors.js'
import {openEvidence, type KeptEvidence, type RunBegan} from '../evidence.js'
import {cannotWrite} from '../output.js'
import {sessionDirectory} from '../state-home.js'
import type {ShellOptions} from './options.js'

export class Recording {
  readonly #lines: Lines
  readonly #utf8 = new TextEncoder()

  private constructor(
    readonly evidence: KeptEvidence,
    /** Where it all is; undefined: nowhere. */
    readonly directory: string | undefined,
    private readonly transcript: EvidenceFile | undefined,
    private readonly script: EvidenceFile | undefined,
    began: RunBegan,
  ) {
    this.#lines = new Lines({
      style: makeStyle({isTerminal: false, env: {}, noColor: true}),
      isScript: true,
      beganNs: began.ns,
    })
  }

  /** @throws CliError */
  static async open(options: ShellOptions, began: RunBegan, sinks: readonly EvidenceSink[] = []): Promise<Recording> {
    const {tool, command, seed, evidence, record, isRecorded, proxy} = options
    const directory = isRecorded ? await sessionDirectory(began.wall) : undefined
    const own =
      directory === undefined ? {} : {save: join(directory, 'run.jsonl'), pcap: join(directory, 'session.pcapng')}
    const wanted = {
      save: evidence.save ?? own.save,
      pcap: evidence.pcap ?? own.pcap,
      keylog: evidence.keylog,
      qlog: evidence.qlog,
    }
    const kept = await openEvidence({...wanted, tool, command, seed, began, redact: KEEP_ALL}, sinks)
    const transcript = directory === undefined ? undefined : await open(join(directory, 'session.masque'))
    const script = record === undefined ? undefined : await open(record)
    const recording = new Recording(kept, directory, transcript, script, began)
    const to = proxy?.kind === 'template' ? proxy.udp.text : (proxy?.kind ?? 'no proxy')
    recording.#all(`# masque ${tool.version} ${command}, ${to}, seed ${seed}, ${began.wall.toISOString()}`)
    return recording
  }

  line(text: string): void {
    this.#all(text)
  }

  event(event: ShellEvent): void {
    this.#write(this.transcript, this.#lines.event(event))
  }

  outcome(outcome: Outcome): void {
    for (const line of this.#lines.outcome(outcome)) this.#write(this.transcript, line)
  }

  /** What could not be written. */
  async close(): Promise<readonly CliError[]> {
    const files = [this.transcript, this.script].filter(file => file !== undefined)
    const ended = await Promise.allSettled(files.map(file => file.end()))
    const failures = ended.flatMap(result =>
      result.status === 'rejected' ? [result.reason as NodeJS.ErrnoException] : [],
    )
    const own = failures.map(error => cannotWrite(error.path ?? 'the recording', error))
    return [...(await this.evidence.close()), ...own]
  }

  #all(text: string): void {
    this.#write(this.transcript, text)
    this.#write(this.script, text)
  }

  #write(file: EvidenceFile | undefined, line: string): void {
    file?.write(this.#utf8.encode(`${line}\n`))
  }
}

/** @throws CliError: nothing was sent yet */
async function open(path: string): Promise<EvidenceFile> {
  try {
    return await EvidenceFile.open(path, {isSecret: true})
  } catch (error) {
    throw cannotWrite(path, error as NodeJS.ErrnoException, 2)
  }
}
