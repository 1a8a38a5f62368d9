/** One run of a command that ends in a result document: its reporters, and what the document says of the tool. */
import {randomInt} from 'node:crypto'
import {packageVersion} from '../native/binding.js'
import type {ResultDocument} from '../report/document.js'
import {FORMAT_NAMES, type FormatName} from '../report/format-names.js'
import {FORMATS} from '../report/formats.js'
import type {Reporter, ReportTarget, RunEvent} from '../report/reporter.js'
import {makeStyle} from '../style/style.js'
import {CliError} from './errors.js'
import {fileSink, stdoutSink, type Sink} from './output.js'

export interface OutputFlagValues {
  readonly format: FormatName
  readonly json: boolean
  readonly report?: readonly string[] | undefined
  readonly quiet: boolean
  readonly verbose: boolean
  readonly 'no-color': boolean
  readonly seed?: number | undefined
}

const PIPE_COLUMNS = 100

/** All the places a result goes to. */
export class Reports {
  readonly #reporters: {readonly reporter: Reporter; readonly sink: Sink}[] = []

  /** @throws CliError if a file cannot be written, before anything is sent */
  static async open(flags: OutputFlagValues, onPipeClosed: () => void): Promise<Reports> {
    const reports = new Reports()
    const sinks = await Promise.all((flags.report ?? []).map(openReport))
    const stdout = stdoutSink(process.stdout, onPipeClosed)
    reports.#add(flags.json ? 'json' : flags.format, stdout, flags, process.stdout.isTTY)
    for (const {format, sink} of sinks) reports.#add(format, sink, {...flags, 'no-color': true}, false)
    return reports
  }

  event(event: RunEvent): void {
    for (const {reporter} of this.#reporters) reporter.event?.(event)
  }

  /** @throws CliError for what could not be written */
  async finish(document: ResultDocument): Promise<void> {
    for (const {reporter} of this.#reporters) reporter.finish(document)
    await this.close()
  }

  async close(): Promise<void> {
    const results = await Promise.allSettled(this.#reporters.splice(0).map(({sink}) => sink.end()))
    for (const result of results) if (result.status === 'rejected') throw result.reason as Error
  }

  #add(name: FormatName, sink: Sink, flags: OutputFlagValues, isTerminal: boolean): void {
    const format = FORMATS[name]
    const target: ReportTarget = {
      write: text => {
        sink.write(text)
      },
      isLive: isTerminal,
      columns: isTerminal ? Math.max(40, process.stdout.columns) : PIPE_COLUMNS,
      style: makeStyle({isTerminal, env: process.env, noColor: flags['no-color']}),
      verbosity: flags.quiet ? -1 : flags.verbose ? 1 : 0,
    }
    this.#reporters.push({reporter: format(target), sink})
  }
}

async function openReport(text: string): Promise<{format: FormatName; sink: Sink}> {
  const [name, ...path] = text.split('=')
  const format = FORMAT_NAMES.find(candidate => candidate === name)
  if (format === undefined || path.join('=') === '') {
    throw new CliError(`--report ${text}: write FORMAT=PATH, with a format of ${FORMAT_NAMES.join(', ')}`, {
      code: 'bad-flag',
    })
  }
  return {format, sink: await fileSink(path.join('='))}
}

export function toolFacts(engine: string | null): ResultDocument['tool'] {
  return {
    name: 'masque',
    version: packageVersion(),
    engine,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  }
}

/** From the flag, or drawn; small enough to type. */
export function seedOf(flags: OutputFlagValues): number {
  return flags.seed ?? randomInt(1_000_000)
}
