/** Our side of a process of faulty proxies (faulty-proxies.mjs), and of what a rig needs to know to look at one. */
import {spawn, type ChildProcessByStdio} from 'node:child_process'
import {once} from 'node:events'
import {createInterface} from 'node:readline'
import type {Readable, Writable} from 'node:stream'
import {fileURLToPath} from 'node:url'
import {Recorder} from '../../../src/lib/evidence/recorder.js'
import type {HttpVersion} from '../../../src/lib/http/transport.js'
import type {Platform} from '../../../src/lib/reach/options.js'
import {ResponderKey} from '../../../src/lib/responder/message.js'
import type {RigContext} from '../../../src/lib/suite/rig/context.js'
import {setStage, type SetStage} from '../../../src/lib/suite/surroundings.js'
import {parseIpTemplate} from '../../../src/lib/tunnel/ip-template.js'
import {parseTemplate} from '../../../src/lib/tunnel/template.js'

const script = fileURLToPath(new URL('faulty-proxies.mjs', import.meta.url))
const TIMEOUT_MS = 5000
const HTTP: readonly HttpVersion[] = ['3', '2', '1.1']

interface Started {
  readonly number: number
  readonly udp: string
  readonly ip: string
  readonly pin: string
  readonly behind: {readonly ips: Readonly<Record<4 | 6, string>>; readonly port: number; readonly key: string}
}

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}

/** A proxy of the other process, with targets of ours behind it. */
export interface RemoteProxy extends AsyncDisposable {
  context(http: HttpVersion): Omit<RigContext, 'timeline'>
}

export class FaultyProxies implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #last = 0

  constructor(private readonly platform: Platform) {
    this.#child = spawn(process.execPath, [script], {stdio: ['pipe', 'pipe', 'inherit']})
    createInterface({input: this.#child.stdout}).on('line', line => {
      const answer = JSON.parse(line) as Answer
      this.#waiting.get(answer.id)?.(answer)
      this.#waiting.delete(answer.id)
    })
    this.#child.on('exit', code => {
      for (const [id, answer] of this.#waiting) answer({id, error: `the proxies ended (${code ?? 'by a signal'})`})
    })
  }

  /** Without a fault it is an honest one. */
  async start(requirement?: string, fault?: string): Promise<RemoteProxy> {
    const started = (await this.#ask('start', {requirement, fault})) as Started
    const stage = await this.#stage(started)
    return {
      context: http => contextOf(stage, started, http),
      [Symbol.asyncDispose]: async () => {
        await stage[Symbol.asyncDispose]()
        const stopped = this.#ask('stop', {number: started.number})
        // Some faults stall for ever, and that is what they are for: those end with their process.
        if (fault === undefined) await stopped
        else stopped.catch(() => undefined)
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.stdin.end()
    await ended
  }

  #stage({udp, ip, pin, behind}: Started): Promise<SetStage> {
    return setStage(
      {
        proxy: {udp: parseTemplate(udp), ip: parseIpTemplate(ip)},
        reach: {resolve: new Map(), allAddresses: false, trust: {trust: 'pin', pin: Buffer.from(pin, 'base64')}},
        headers: [],
        http: HTTP,
        aim: {ip: behind.ips},
        timeoutMs: TIMEOUT_MS,
        evidence: new Recorder(),
      },
      this.platform,
      new AbortController().signal,
    )
  }

  /** @throws Error with what the operation threw */
  async #ask(operation: string, words: object): Promise<unknown> {
    const id = ++this.#last
    const answered = new Promise<Answer>(resolve => this.#waiting.set(id, resolve))
    this.#child.stdin.write(`${JSON.stringify({id, operation, ...words})}\n`)
    const {error, result} = await answered
    if (error !== undefined) throw new Error(`${operation}: ${error}`)
    return result
  }
}

function contextOf({contexts}: SetStage, {behind}: Started, http: HttpVersion): Omit<RigContext, 'timeline'> {
  const context = contexts.find(one => one.http === http)
  if (!context) throw new RangeError(`HTTP/${http} is not there`)
  // The preflight is not repeated for each: what is offered by all of them is known.
  const place = {...context.place, offersUdp: 'yes', offersIp: 'yes'} as const
  return {...context, place, ipResponder: {...behind, key: ResponderKey.parse(behind.key)}}
}
