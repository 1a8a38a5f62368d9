/** Our side of an agent (inside.mjs): sockets, TUN devices and IP tunnels that are in another namespace. */
import {spawn, type ChildProcessByStdio} from 'node:child_process'
import {once} from 'node:events'
import {createInterface} from 'node:readline'
import type {Readable, Writable} from 'node:stream'
import {fileURLToPath} from 'node:url'
import type {ArrivedPacket, SendOptions, SendOutcome, UdpOptions, UdpPathError} from '../../../src/lib/net/net.js'
import type {TunOptions, TunOutcome} from '../../../src/lib/net/tun.js'
import type {Host} from './host.js'

const script = fileURLToPath(new URL('inside.mjs', import.meta.url))

type Base64<T, Key extends string> = Omit<T, Key> & Readonly<Record<Key, string>>
/** As the agent heard it; the payload in base64. */
export type HeardPacket = Base64<Omit<ArrivedPacket, 'bytes' | 'start' | 'end' | 'atNs'>, 'payload'>
export type HeardError = Base64<UdpPathError, 'quoted'>

type Heard =
  | {readonly event: 'packet'; readonly socket: number; readonly value: HeardPacket}
  | {readonly event: 'error'; readonly socket: number; readonly value: HeardError}
  | {readonly event: 'tun-packet' | 'tun-lost'; readonly tun: number; readonly value: string}
  | {readonly event: 'ip-packet'; readonly tunnel: number; readonly value: string}
  | {readonly event?: undefined; readonly id: number; readonly result?: unknown; readonly error?: string}

export class Agent implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #waiting = new Map<number, (answer: Extract<Heard, {event?: undefined}>) => void>()
  readonly #sockets = new Map<number, AgentSocket>()
  readonly #tuns = new Map<number, AgentTun>()
  readonly #tunnels = new Map<number, AgentIpTunnel>()
  #last = 0

  constructor(host: Host) {
    const [name, words] = host.inside(process.execPath, script)
    this.#child = spawn(name, words, {stdio: ['pipe', 'pipe', 'inherit']})
    createInterface({input: this.#child.stdout}).on('line', line => {
      this.#hear(JSON.parse(line) as Heard)
    })
    this.#child.on('exit', code => {
      for (const [id, answer] of this.#waiting) answer({id, error: `the agent ended (${code ?? 'by a signal'})`})
    })
  }

  async open(options: UdpOptions): Promise<AgentSocket> {
    const number = ++this.#last
    const socket = new AgentSocket(this, number)
    this.#sockets.set(number, socket)
    socket.address = (await this.ask('open', {socket: number, options})) as string
    return socket
  }

  async tun(options: TunOptions): Promise<AgentTun> {
    const number = ++this.#last
    const tun = new AgentTun(this, number)
    this.#tuns.set(number, tun)
    tun.name = (await this.ask('tun', {tun: number, options})) as string
    return tun
  }

  /** Through the proxy at `remote`. */
  async ip(remote: string, pin: string, template: string): Promise<AgentIpTunnel> {
    const number = ++this.#last
    const tunnel = new AgentIpTunnel(this, number)
    this.#tunnels.set(number, tunnel)
    Object.assign(tunnel, await this.ask('ip', {tunnel: number, remote, pin, template}))
    return tunnel
  }

  /** @throws Error with what the operation threw */
  async ask(operation: string, words: object): Promise<unknown> {
    const id = ++this.#last
    const answered = new Promise<Extract<Heard, {event?: undefined}>>(resolve => this.#waiting.set(id, resolve))
    this.#child.stdin.write(`${JSON.stringify({id, operation, ...words})}\n`)
    const {error, result} = await answered
    if (error !== undefined) throw new Error(`${operation}: ${error}`)
    return result
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.stdin.end()
    await ended
  }

  #hear(heard: Heard): void {
    if (heard.event === undefined) {
      this.#waiting.get(heard.id)?.(heard)
      this.#waiting.delete(heard.id)
    } else if (heard.event === 'packet') this.#sockets.get(heard.socket)?.packets.push(heard.value)
    else if (heard.event === 'error') this.#sockets.get(heard.socket)?.errors.push(heard.value)
    else if (heard.event === 'ip-packet')
      this.#tunnels.get(heard.tunnel)?.packets.push(Buffer.from(heard.value, 'base64'))
    else if (heard.event === 'tun-packet') this.#tuns.get(heard.tun)?.packets.push(Buffer.from(heard.value, 'base64'))
    else this.#tuns.get(heard.tun)?.lost.push(heard.value)
  }
}

export class AgentSocket {
  address = ''
  readonly packets: HeardPacket[] = []
  readonly errors: HeardError[] = []

  constructor(
    private readonly agent: Agent,
    private readonly number: number,
  ) {}

  async send(payload: Uint8Array, options: SendOptions = {}): Promise<SendOutcome> {
    const words = {socket: this.number, payload: Buffer.from(payload).toString('base64'), options}
    return (await this.agent.ask('send', words)) as SendOutcome
  }
}

export class AgentTun {
  name = ''
  readonly packets: Buffer[] = []
  readonly lost: string[] = []

  constructor(
    private readonly agent: Agent,
    private readonly number: number,
  ) {}

  async send(packet: Uint8Array): Promise<TunOutcome> {
    const words = {tun: this.number, packet: Buffer.from(packet).toString('base64')}
    return (await this.agent.ask('inject', words)) as TunOutcome
  }
}

export class AgentIpTunnel {
  readonly addresses: readonly string[] = []
  readonly packets: Buffer[] = []

  constructor(
    private readonly agent: Agent,
    private readonly number: number,
  ) {}

  async mtu(): Promise<number> {
    return (await this.agent.ask('ipMtu', {tunnel: this.number})) as number
  }

  async send(packet: Uint8Array): Promise<void> {
    await this.agent.ask('ipSend', {tunnel: this.number, packet: Buffer.from(packet).toString('base64')})
  }
}
