/** The reference proxy with the virtual network behind it, over the memory transport and on a virtual clock. */
import {memoryPair, type MemoryOptions} from '../../../../src/lib/http/memory.js'
import {MemoryInternet} from '../../../../src/lib/net/memory.js'
import {honestPolicy} from '../../../../src/lib/proxy/honest-policy.js'
import {parsePrefix} from '../../../../src/lib/proxy/ip/prefix.js'
import {IpService} from '../../../../src/lib/proxy/ip/service.js'
import {VirtualNetwork} from '../../../../src/lib/proxy/ip/virtual/network.js'
import {POOLS} from '../../../../src/lib/proxy/ip/virtual/plan.js'
import {runProxy} from '../../../../src/lib/proxy/proxy.js'
import {AllowList} from '../../../../src/lib/proxy/targets.js'
import type {IpPolicy} from '../../../../src/lib/spec/ip-policy.js'
import type {Policy} from '../../../../src/lib/spec/policy.js'
import {seeded} from '../../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../../src/lib/spec/virtual-clock.js'
import {openIp, type IpOpened, type IpRequest, type IpTunnel} from '../../../../src/lib/tunnel/connect-ip.js'
import {defaultIpTemplate, parseIpTemplate} from '../../../../src/lib/tunnel/ip-template.js'
import {defaultTemplate, parseTemplate} from '../../../../src/lib/tunnel/template.js'
import {isRefusal} from '../../../../src/lib/wire/connect-ip/address-entry.js'
import {family, type Family} from '../../../../src/lib/wire/ip/address.js'

export const TEMPLATE = parseIpTemplate(defaultIpTemplate('proxy.example'))
const never = new AbortController().signal

/** Each part of the IP policy with some answers changed. */
export type IpChanges = {readonly [Part in keyof IpPolicy]?: Partial<IpPolicy[Part]>}

export interface WorldOptions extends MemoryOptions {
  readonly ip?: IpChanges
  readonly policy?: Partial<Policy>
  readonly pools?: readonly string[]
  readonly allow?: readonly string[]
}

export function world(options: WorldOptions = {}) {
  const clock = new VirtualClock()
  const random = seeded(5)
  const base = honestPolicy(new AllowList(options.allow ?? []))
  const changes = options.ip ?? {}
  const ip: IpPolicy = {
    session: {...base.ip.session, ...changes.session},
    addresses: {...base.ip.addresses, ...changes.addresses},
    routes: {...base.ip.routes, ...changes.routes},
    packets: {...base.ip.packets, ...changes.packets},
    icmp: {...base.ip.icmp, ...changes.icmp},
  }
  const policy: Policy = {...base, ip, ...options.policy}
  const network = new VirtualNetwork(clock, random.fork('virtual'))
  const pools = (options.pools ?? POOLS).map(parsePrefix)
  const service = new IpService({network, pools, policy: policy.ip, clock, random})
  const {transport, listener} = memoryPair(clock, random, {delayMs: 5, frameBytes: 1400, ...options})
  const log: string[] = []
  const running = runProxy(listener, {
    net: new MemoryInternet(clock, random).host('198.51.100.1'),
    clock,
    policy,
    template: parseTemplate(defaultTemplate('proxy.example')),
    ip: {service, template: TEMPLATE},
    onLog: line => log.push(line),
  })
  const open = (request: Partial<IpRequest> = {}): Promise<IpOpened> =>
    clock.run(openIp(transport, {template: TEMPLATE, ...request}, never))

  /** An open tunnel whose addresses and routes are there. */
  async function client(request: Partial<IpRequest> = {}): Promise<Client> {
    const opened = await open(request)
    if (opened.kind !== 'tunnel') throw new Error(`no tunnel: ${JSON.stringify(opened)}`)
    await settle()
    return new Client(opened.ip, clock)
  }

  /** Until nothing is under way. */
  async function settle(ms = 100): Promise<void> {
    await clock.run(new Promise<void>(resolve => clock.after(ms, resolve)))
  }

  return {clock, network, service, transport, listener, running, log, policy, open, client, settle}
}

/** A client: its tunnel, and every packet that came. */
export class Client {
  readonly packets: Uint8Array[] = []

  constructor(
    readonly ip: IpTunnel,
    private readonly clock: VirtualClock,
  ) {
    ip.sink = (bytes, start, end) => this.packets.push(bytes.slice(start, end))
  }

  /** The first address of this family. */
  address(of: Family): string {
    const found = this.ip.state.assignedToUs.find(entry => family(entry.address) === of && !isRefusal(entry))
    if (!found) throw new Error(`no address of IPv${of}`)
    return found.address
  }

  /** Whatever it says, until it is on its way. */
  say<T>(what: (ip: IpTunnel) => Promise<T>): Promise<T> {
    return this.clock.run(what(this.ip))
  }

  async send(packet: Uint8Array, waitMs = 100): Promise<void> {
    await this.say(ip => ip.send(packet))
    await this.clock.run(new Promise<void>(resolve => this.clock.after(waitMs, resolve)))
  }

  /** Sends it, and what came within a while. */
  async ask(packet: Uint8Array): Promise<Uint8Array[]> {
    const before = this.packets.length
    await this.send(packet)
    return this.packets.slice(before)
  }
}
