/** Both ends of an IP tunnel joined in memory; what a test opened is closed after it. */
import {afterEach} from 'vitest'
import type {Ending} from '../../src/lib/http/ending.js'
import {memoryPair, type MemoryOptions} from '../../src/lib/http/memory.js'
import type {Head, IncomingRequest, Tunnel} from '../../src/lib/http/transport.js'
import {seeded} from '../../src/lib/spec/random.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'
import {IpTunnel, openIp, type IpOpened, type IpRequest} from '../../src/lib/tunnel/connect-ip.js'
import type {IpRange} from '../../src/lib/tunnel/ip-state.js'
import {parseIpTemplate, defaultIpTemplate} from '../../src/lib/tunnel/ip-template.js'
import {show} from '../support/bytes.js'

export const never = new AbortController().signal
export const OK: Head = {status: 200, headers: [['capsule-protocol', '?1']]}
export const TEMPLATE = parseIpTemplate(defaultIpTemplate('proxy.example'))
export const ALL4: IpRange = {start: '0.0.0.0', end: '255.255.255.255', protocol: 0}
export const ALL6: IpRange = {start: '::', end: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', protocol: 0}

export const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const resource of open.splice(0)) await resource[Symbol.asyncDispose]()
})

export interface Joined {
  readonly clock: VirtualClock
  readonly client: IpTunnel
  readonly proxy: IpTunnel
  /** As the proxy has it: for what no IpTunnel would send. */
  readonly raw: Tunnel
  readonly incoming: IncomingRequest
  readonly settle: () => Promise<void>
  /** What is written to a stream needs time to be taken. */
  readonly run: <T>(work: Promise<T>) => Promise<T>
}

export async function joined(options: MemoryOptions = {}, request: Partial<IpRequest> = {}): Promise<Joined> {
  const {clock, opening, incoming} = await asking(options, request)
  const raw = incoming.accept(OK)
  const proxy = new IpTunnel(raw)
  const opened = await clock.run(opening)
  if (opened.kind !== 'tunnel') throw new Error(opened.kind)
  open.push(opened.ip, proxy)
  return {
    clock,
    client: opened.ip,
    proxy,
    raw,
    incoming,
    settle: () => clock.advance(1000),
    run: work => clock.run(work),
  }
}

export async function asking(options: MemoryOptions = {}, request: Partial<IpRequest> = {}) {
  const clock = new VirtualClock()
  const {transport, listener} = memoryPair(clock, seeded(5), {delayMs: 5, ...options})
  open.push(transport, listener)
  const opening: Promise<IpOpened> = openIp(transport, {template: TEMPLATE, ...request}, never)
  const arrived = await clock.run(listener.incoming[Symbol.asyncIterator]().next())
  if (arrived.done) throw new Error('the listener ended')
  return {clock, opening, incoming: arrived.value}
}

export function collect(from: IpTunnel): string[] {
  const packets: string[] = []
  void (async () => {
    for await (const {packet} of from.received()) packets.push(show(packet))
  })()
  return packets
}

export async function endingOf(tunnel: IpTunnel): Promise<Ending | 'open'> {
  return Promise.race([tunnel.ended, Promise.resolve().then(() => 'open' as const)])
}
