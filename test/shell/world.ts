/** A session over the memory transport: virtual time, and a proxy that does what the test says. */
import {readItems, readScript, type Item} from '../../src/lib/shell/script/read.js'
import {Runner} from '../../src/lib/shell/script/run.js'
import {ScriptVerdict} from '../../src/lib/shell/script/verdict.js'
import {EventLines} from '../../src/lib/shell/decode/event-line.js'
import type {Way} from '../../src/lib/shell/outer/outer.js'
import type {Outcome} from '../../src/lib/shell/session/outcome.js'
import {Session} from '../../src/lib/shell/session/session.js'
import {Sticky} from '../../src/lib/shell/session/sticky.js'
import type {Ending} from '../../src/lib/http/ending.js'
import {memoryPair, type MemoryOptions, type MemoryPair} from '../../src/lib/http/memory.js'
import type {IncomingRequest, Tunnel} from '../../src/lib/http/transport.js'
import {seeded} from '../../src/lib/spec/random.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'
import {defaultIpTemplate, parseIpTemplate} from '../../src/lib/tunnel/ip-template.js'
import {defaultTemplate, parseTemplate} from '../../src/lib/tunnel/template.js'

export type Serve = (incoming: IncomingRequest) => void

export interface ShellWorldOptions extends MemoryOptions {
  readonly serve?: Serve
  readonly timeoutMs?: number
}

/** Accepts, and hands the tunnel to the test. */
export function accepting(use: (tunnel: Tunnel) => void = () => undefined): Serve {
  return incoming => {
    use(incoming.accept({status: 200, headers: [['capsule-protocol', '?1']]}))
  }
}

/** Sends every datagram back as it came. */
export const echoing: Serve = accepting(tunnel => {
  tunnel.sink = {
    onDatagram(bytes, start, end, _atNs, carrier) {
      void tunnel.send({kind: 'datagram', payload: bytes.slice(start, end), carrier})
    },
  }
})

export class ShellWorld {
  readonly clock = new VirtualClock()
  readonly lines: string[] = []
  readonly files = new Map<string, Uint8Array | string>()
  readonly session: Session
  readonly verdict = new ScriptVerdict()
  readonly outcomes: Outcome[] = []
  readonly never = new AbortController().signal
  readonly #runner: Runner
  pairs: MemoryPair[] = []

  constructor(private readonly options: ShellWorldOptions = {}) {
    const events = new EventLines(this.clock.nowNs())
    this.session = new Session({
      clock: this.clock,
      sources: {
        random: seeded(7),
        readFile: async path => {
          const content = this.files.get(path)
          if (content === undefined) throw new Error('no such file')
          return typeof content === 'string' ? new TextEncoder().encode(content) : content
        },
      },
      writeFile: async (path, text) => {
        this.files.set(path, text)
      },
      way: this.#way(),
      sticky: new Sticky({}, {http: ['3'], datagrams: 'auto', context: 0n, timeoutMs: options.timeoutMs ?? 5000}, [
        ['user-agent', 'masque/test'],
      ]),
      onEvent: event => {
        if (event.what.kind !== 'noise') this.lines.push(events.line(event))
      },
    })
    this.#runner = new Runner(this.session, {
      onLine: text => this.lines.push(text),
      onAnswer: answer => this.lines.push(...answer.map(line => `#   ${line}`)),
      onOutcome: (outcome, text) => {
        this.outcomes.push(outcome)
        if (outcome.outcome !== 'done') this.lines.push(`#   ${text.split(' ')[0]}: ${JSON.stringify(outcome)}`)
      },
    })
  }

  /** Runs a script, all of it; what its last line came to. */
  async run(script: string, signal = this.never): Promise<Outcome> {
    const {lines, problems} = readScript(script)
    const problem = problems[0]
    if (problem) throw problem.error
    let last: Outcome = {outcome: 'done'}
    for (const item of lines.flatMap(({items}) => items)) last = await this.item(item, signal)
    return last
  }

  /** One line, tunnels unchecked. */
  async line(line: string): Promise<Outcome> {
    let last: Outcome = {outcome: 'done'}
    for (const item of readItems(line)) last = await this.item(item, this.never)
    return last
  }

  /** For `drive`. */
  get parts(): {readonly session: Session; readonly runner: Runner} {
    return {session: this.session, runner: this.#runner}
  }

  /** As they come from a pipe. */
  *items(script: string): Generator<Item> {
    yield* readItems(script)
  }

  get transcript(): string {
    return this.lines.join('\n')
  }

  cut(ending: Ending): void {
    for (const pair of this.pairs) pair.cut(ending)
  }

  async item(item: Item, signal: AbortSignal): Promise<Outcome> {
    const outcome = await this.clock.run(this.#runner.run(item, signal))
    this.verdict.take(outcome)
    return outcome
  }

  #way(): Way {
    const {serve = echoing} = this.options
    return {
      udp: parseTemplate(defaultTemplate('proxy.example')),
      ip: parseIpTemplate(defaultIpTemplate('proxy.example')),
      connect: async () => {
        const pair = memoryPair(this.clock, seeded(this.pairs.length + 1), {delayMs: 5, ...this.options})
        this.pairs.push(pair)
        void (async () => {
          for await (const incoming of pair.listener.incoming) serve(incoming)
        })()
        let requests = 0
        return {
          kind: 'connected',
          outer: {
            http: pair.transport.http,
            address: '192.0.2.1:443',
            ended: pair.transport.ended,
            connection: undefined,
            get requests() {
              return requests
            },
            open(request, _target, signal) {
              requests++
              return pair.transport.open(request, signal)
            },
            async [Symbol.asyncDispose]() {
              await pair.transport[Symbol.asyncDispose]()
            },
          },
        }
      },
    }
  }
}
