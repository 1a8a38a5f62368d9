/**
 * What a forwarder says while it runs. For people: where it listens, on stdout, then a log on stderr, and the counts at
 * the end. For programs: events as they happen (jsonl), or one document when it is over (json).
 */
import {escape} from '../style/escape.js'
import type {HttpVersion} from '../http/transport.js'
import {documentText, linesText} from '../report/answer-text.js'
import {jsonText} from '../report/json-text.js'
import type {Diagnosis} from '../report/document.js'
import type {PlainFormat} from '../report/format-names.js'
import type {Clock} from '../spec/clock.js'

export interface ForwardTellerOptions {
  readonly clock: Clock
  readonly format: PlainFormat
  readonly quiet: boolean
}

type Facts = Readonly<Record<string, unknown>>

interface Connection {
  readonly http: HttpVersion
  readonly address: string
  /** Why other versions were left. */
  readonly left: readonly string[]
}

export class ForwardTeller {
  readonly #beganMs: number

  constructor(private readonly options: ForwardTellerOptions) {
    this.#beganMs = options.clock.now()
  }

  /** It works from now on. */
  ready(facts: Facts, lines: readonly string[]): void {
    this.#event('ready', facts)
    if (this.options.format === 'table') process.stdout.write(linesText(lines.map(escape)))
  }

  /** Something happened. `line`: hostile until escaped, which is done here. */
  event(name: string, facts: Facts, line: string): void {
    this.#event(name, facts)
    if (this.options.format !== 'jsonl' && !this.options.quiet) process.stderr.write(`${escape(line)}\n`)
  }

  /** Something that was asked for to be printed. */
  answer(name: string, facts: Facts, line: string): void {
    this.#event(name, facts)
    if (this.options.format === 'table') process.stdout.write(`${escape(line)}\n`)
  }

  /** The last word. */
  end(facts: Facts, lines: readonly string[]): void {
    this.#event('end', facts)
    const {format} = this.options
    if (format === 'json') process.stdout.write(documentText({...facts, exitCode: 0}))
    else if (format !== 'jsonl') process.stdout.write(linesText(lines.map(escape)))
  }

  connected({http, address, left}: Connection): void {
    const line = [`connected to ${address} over HTTP/${http}`, ...left].join('; ')
    this.event('connected', {http, address, ...(left.length > 0 && {left})}, line)
  }

  retry({code, meaning}: Diagnosis, waitMs: number): void {
    const seconds = Math.round(waitMs / 100) / 10
    this.event(
      'retry',
      {code, meaning, nextMs: waitMs},
      `no way to the proxy (${meaning}); again in ${seconds} s at the latest`,
    )
  }

  #event(event: string, facts: Facts): void {
    if (this.options.format !== 'jsonl') return
    const tMs = Math.round((this.options.clock.now() - this.#beganMs) * 1000) / 1000
    process.stdout.write(`${jsonText({event, tMs, ...facts})}\n`)
  }
}
