/** All the places the result of one run goes to: stdout, files, and the line of progress on a terminal. */
import {resolve} from 'node:path'
import type {ResultDocument} from '../report/document.js'
import {FORMAT_NAMES, type FormatName} from '../report/format-names.js'
import {FORMATS} from '../report/formats.js'
import type {Reporter, ReportTarget} from '../report/reporter.js'
import type {Doing, RunEvent} from '../report/run-event.js'
import {KEEP_ALL, type Redact} from '../redact/redactor.js'
import {systemClock} from '../spec/clock.js'
import type {Progress} from '../style/progress.js'
import {makeStyle} from '../style/style.js'
import {CliError} from './errors.js'
import {fileSink, PIPE_COLUMNS, stdoutSink, type Sink} from './output.js'
import {UnderWay} from './under-way.js'
import type {Verbosity} from './verbosity.js'

export interface OutputOptions {
  readonly format: FormatName
  readonly json: boolean
  readonly report?: readonly string[] | undefined
  readonly verbosity: Verbosity
  readonly 'no-color': boolean
  /** Applied to all that is written. */
  readonly redact?: Redact
  /** Nothing takes time: what is told has happened already. */
  readonly isReplay?: boolean
}

const MIN_COLUMNS = 40

export class Reports {
  readonly #reporters: {readonly name: FormatName; readonly reporter: Reporter; readonly sink: Sink}[] = []
  readonly #underWay = new UnderWay()
  /** The page of a step of GitHub Actions. */
  #summary: Sink | undefined

  /** @throws CliError if a file cannot be written, before anything is sent */
  static async open(options: OutputOptions, onPipeClosed: () => void): Promise<Reports> {
    const files = (options.report ?? []).map(readReport)
    const twice = files.find(({path}, index) => files.findIndex(other => resolve(other.path) === resolve(path)) < index)
    if (twice && !twice.path.startsWith('/dev/')) {
      throw new CliError(`--report: ${twice.path} is written twice`, {
        code: 'bad-flag',
        next: 'give each report a path of its own',
      })
    }
    const opened = await Promise.allSettled(files.map(({path}) => fileSink(path)))
    for (const result of opened) if (result.status === 'rejected') throw result.reason as Error
    const formats = [options.json ? 'json' : options.format, ...files.map(({format}) => format)]
    const summary = formats.includes('github') ? await summarySink() : undefined
    const reports = new Reports(await openProgress(options), options.redact ?? KEEP_ALL)
    reports.#summary = summary
    const stdout = stdoutSink(process.stdout, onPipeClosed)
    await reports.#add(options.json ? 'json' : options.format, stdout, options, process.stdout.isTTY)
    for (const [index, result] of opened.entries()) {
      const format = files[index]?.format
      if (format && result.status === 'fulfilled') {
        await reports.#add(format, result.value, {...options, 'no-color': true}, false)
      }
    }
    return reports
  }

  private constructor(
    private readonly progress: Progress | undefined,
    private readonly redact: Redact,
  ) {}

  event(event: RunEvent): void {
    if (event.event === 'doing') this.progress?.begin(WORDS[event.what], event.limitMs)
    else if (event.event === 'phase') this.progress?.end()
    const waiting = this.#underWay.after(event)
    if (waiting) this.progress?.next(waiting.text, waiting.limitMs)
    const shown = this.redact(event)
    for (const {reporter} of this.#reporters) reporter.event?.(shown)
  }

  /** One of several runs begins. */
  begin(file: string): void {
    const shown = this.redact(file)
    for (const {reporter} of this.#reporters) reporter.begin?.(shown)
  }

  result(document: ResultDocument): void {
    this.progress?.end()
    const shown = this.redact(document)
    for (const {reporter} of this.#reporters) reporter.finish(shown)
  }

  /** After the last of several. */
  end(exitCode: number): void {
    for (const {reporter} of this.#reporters) reporter.end?.(exitCode)
  }

  /** What could not be written. The rest is where it belongs. */
  async finish(document: ResultDocument): Promise<readonly CliError[]> {
    this.result(document)
    return this.close()
  }

  async close(): Promise<readonly CliError[]> {
    this.progress?.end()
    const sinks = [...this.#reporters.splice(0).map(({sink}) => sink), ...(this.#summary ? [this.#summary] : [])]
    const results = await Promise.allSettled(sinks.map(sink => sink.end()))
    const failures = results.flatMap(result => (result.status === 'rejected' ? [result.reason as Error] : []))
    return failures.map(error => {
      if (error instanceof CliError) return error
      throw error
    })
  }

  async #add(name: FormatName, sink: Sink, options: OutputOptions, isTerminal: boolean): Promise<void> {
    const format = await FORMATS[name]()
    const isSummed = name === 'github' && !this.#reporters.some(other => other.name === name)
    const write = (text: string): void => {
      sink.write(text)
    }
    const target: ReportTarget = {
      write: text => {
        if (isTerminal && this.progress) this.progress.aside(() => write(text))
        else write(text)
      },
      isLive: isTerminal,
      columns: isTerminal ? Math.max(MIN_COLUMNS, process.stdout.columns) : PIPE_COLUMNS,
      style: makeStyle({isTerminal, env: process.env, noColor: options['no-color']}),
      verbosity: options.verbosity,
      ...(isSummed && this.#summary && {summary: this.#summary}),
    }
    this.#reporters.push({name, reporter: format(target), sink})
  }
}

/** Where GitHub Actions wants what a step has to show, behind what is there. @throws CliError */
async function summarySink(): Promise<Sink | undefined> {
  const path = process.env['GITHUB_STEP_SUMMARY']
  return path === undefined || path === '' ? undefined : fileSink(path, true)
}

/** Only where a person looks at stderr; nothing of it on a pipe. */
async function openProgress({verbosity, isReplay}: OutputOptions): Promise<Progress | undefined> {
  if (isReplay || !process.stderr.isTTY || verbosity < 0 || process.env['TERM'] === 'dumb') return undefined
  const {Progress: Line} = await import('../style/progress.js')
  return new Line(systemClock, process.stderr)
}

const WORDS: Readonly<Record<Doing, string>> = {
  names: 'resolving the name',
  via: 'going through the proxies before it',
  udp: 'waiting for a first answer over UDP',
  quic: 'QUIC handshake',
  tcp: 'waiting for TCP to connect',
  tls: 'TLS handshake',
  certificate: 'certificate',
  alpn: 'ALPN',
  settings: 'waiting for SETTINGS',
  request: 'request',
  response: 'waiting for the response',
  greeting: 'greeting the responder through the tunnel',
  sending: 'sending datagrams',
  waiting: 'waiting for answers',
  report: 'asking the responder what arrived',
  sizes: 'trying sizes',
  addresses: 'waiting for addresses and routes',
  trace: 'following the way',
  sessions: 'opening more sessions',
  reconnect: 'connecting again',
}

function readReport(text: string): {readonly format: FormatName; readonly path: string} {
  const [name, ...rest] = text.split('=')
  const format = FORMAT_NAMES.find(candidate => candidate === name)
  const path = rest.join('=')
  if (format !== undefined && path !== '') return {format, path}
  throw new CliError(`--report ${text}: write FORMAT=PATH, with a format of ${FORMAT_NAMES.join(', ')}`, {
    code: 'bad-flag',
  })
}
