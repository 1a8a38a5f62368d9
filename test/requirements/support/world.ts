/**
 * The world in which requirements are proven: the real client and the real reference proxy over every version of HTTP,
 * on a seeded wire in memory and in virtual time. Nothing in it is real but the code; a minute takes milliseconds.
 */
import {expect} from 'vitest'
import {Recorder} from '../../../src/lib/evidence/recorder.js'
import type {HttpVersion} from '../../../src/lib/http/transport.js'
import {format} from '../../../src/lib/net/address.js'
import {MemoryInternet} from '../../../src/lib/net/memory.js'
import type {Net} from '../../../src/lib/net/net.js'
import {MemoryTcp} from '../../../src/lib/net/stream/memory-tcp.js'
import {withFault} from '../../../src/lib/proxy/faulty-policy.js'
import {honestPolicy} from '../../../src/lib/proxy/honest-policy.js'
import {parsePrefix} from '../../../src/lib/proxy/ip/prefix.js'
import {VirtualNetwork} from '../../../src/lib/proxy/ip/virtual/network.js'
import {HOSTS, POOLS} from '../../../src/lib/proxy/ip/virtual/plan.js'
import {listenEverywhere} from '../../../src/lib/proxy/listen.js'
import {serveProxy} from '../../../src/lib/proxy/serve.js'
import {AllowList} from '../../../src/lib/proxy/targets.js'
import {ResponderKey} from '../../../src/lib/responder/message.js'
import {Responder} from '../../../src/lib/responder/responder.js'
import type {Fault} from '../../../src/lib/spec/probe.js'
import {seeded, type Random} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {patienceFor} from '../../../src/lib/suite/preflight.js'
import type {RigContext} from '../../../src/lib/suite/rig/context.js'
import {Timeline} from '../../../src/lib/suite/rig/timeline.js'
import {parseIpTemplate} from '../../../src/lib/tunnel/ip-template.js'
import {parseTarget} from '../../../src/lib/tunnel/target.js'
import {parseTemplate} from '../../../src/lib/tunnel/template.js'
import {makeCertificate, type TestCertificate} from '../../support/certificate.js'
import {fakeBinding} from '../../support/fake-quic/endpoint.js'
import {FakeNetwork} from '../../support/fake-quic/network.js'

export const PROXY = {4: '192.0.2.1', 6: '2001:db8:9::1'} as const
export const CLIENT = {4: '192.0.2.200', 6: '2001:db8:9::200'} as const
/** Of UDP tunnels; that of IP tunnels is in the virtual network. */
export const RESPONDER = {4: '198.51.100.70', 6: '2001:db8:7::70'} as const
const PROXY_ADDRESS = `${PROXY[4]}:443`
const RESPONDER_PORT = 4433
/** Nobody answers there, and nobody refuses either. */
const SILENT_PORT = 9
/** node:http2 hands things on from turn to turn: with fewer, time would run on while something is under way. */
const TURNS = 4
/** For what lingers and what is still on the way; shorter than a proxy waits for a client that says nothing. */
const AFTERMATH_MS = 10_000
const KEY = ResponderKey.parse('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8')

/** Between the client and the proxy; behind it there is a short way without loss. */
export interface Wire {
  /** Each way. */
  readonly delayMs?: number
  readonly jitterMs?: number
  /** Probabilities, 0 to 1. On TCP a loss costs time. */
  readonly loss?: number
  readonly duplication?: number
  readonly reordering?: number
  /** Bytes of streams arrive in pieces of this size. */
  readonly chunkBytes?: number
}

export interface WorldOptions {
  readonly seed?: number
  readonly wire?: Wire
  /** What the proxy does otherwise than an honest one. */
  readonly fault?: Fault
  /** Nobody answers: the proxy's host is cut off before anything begins. */
  readonly dead?: boolean
}

export interface ContextOptions {
  readonly patienceMs?: number
  readonly timeoutMs?: number
}

const BEHIND_MS = 2
/** What a path of 1500 octets leaves of a QUIC packet for a DATAGRAM frame: IPv6 fits in. */
const DATAGRAM_BYTES = 1400

/** Virtual time begins in 2026 and the real one is later: it is good for both. */
let identity: Promise<TestCertificate> | undefined
const sharedIdentity = (): Promise<TestCertificate> =>
  (identity ??= makeCertificate({
    addresses: [PROXY[4], PROXY[6]],
    notBefore: new Date('2025-12-01'),
    notAfter: new Date('2036-01-01'),
  }))

/** Documentation addresses only, which no host has: an address of this machine would change what is allowed. */
const HONEST = honestPolicy(new AllowList(['198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32']))

export class SuiteWorld {
  readonly clock = new VirtualClock(TURNS)
  readonly internet: MemoryInternet
  readonly tcp: MemoryTcp
  readonly network: FakeNetwork
  /** What the proxy says of each request when it is over. */
  readonly log: string[] = []
  readonly #random: Random
  readonly #wire: Wire
  readonly #client: Net
  readonly #resources: AsyncDisposable[] = []
  #connections = 0

  private constructor(private readonly options: WorldOptions) {
    const {seed = 1, wire = {}} = options
    const random = seeded(seed)
    this.#random = random
    this.#wire = {delayMs: 10, ...wire}
    const {delayMs = 0, jitterMs = 0, loss = 0, chunkBytes} = this.#wire
    const {clock} = this
    this.internet = new MemoryInternet(clock, random.fork('internet'), {delayMs: BEHIND_MS})
    this.network = new FakeNetwork(clock, random.fork('quic'), {
      ...this.#wire,
      datagramBytes: DATAGRAM_BYTES,
      icmp: false,
    })
    const pieces = chunkBytes ?? 'whole'
    this.tcp = new MemoryTcp(clock, random.fork('tcp'), {delayMs, jitterMs, loss, pieces})
    this.#client = this.#host(CLIENT)
  }

  static async open(options: WorldOptions = {}): Promise<SuiteWorld> {
    const world = new SuiteWorld(options)
    await world.#serve(await sharedIdentity())
    if (options.dead) world.cut()
    return world
  }

  /** From now on nothing reaches or leaves the proxy: its host is gone, or the cable is cut. */
  cut(): void {
    this.network.cut(PROXY_ADDRESS)
    this.tcp.cut(PROXY[4])
  }

  /** Drives time until it is settled. */
  run<T>(work: Promise<T>): Promise<T> {
    return this.clock.run(work)
  }

  /** As the suite makes it for one observation. HTTP/3 has its own engine; the others are spoken in clear text. */
  context(http: HttpVersion, {patienceMs = this.patienceMs, timeoutMs = 5000}: ContextOptions = {}): RigContext {
    const {clock, network} = this
    const scheme = http === '3' ? 'https' : 'http'
    const base = `${scheme}://${PROXY_ADDRESS}/.well-known/masque`
    const target = parseTarget(format(RESPONDER[4], RESPONDER_PORT))
    // As a preflight finds it.
    const offered = this.options.dead ? 'unknown' : 'yes'
    const udp = parseTemplate(`${base}/udp/{target_host}/{target_port}/`)
    return {
      platform: {clock, random: this.#random.fork(`run ${http}`), net: this.#client, binding: fakeBinding(network)},
      reach: {resolve: new Map(), allAddresses: false, trust: {trust: 'anything'}},
      http,
      address: PROXY_ADDRESS,
      place: {
        udp,
        ip: parseIpTemplate(`${base}/ip/{target}/{ipproto}/`),
        offersUdp: offered,
        offersIp: offered,
        headers: [],
        hasCredentials: false,
        authority: udp.authority,
        scheme,
        target,
        ipTarget: HOSTS.responder.addresses,
        silentTarget: {...target, port: SILENT_PORT},
        nextDoor: false,
      },
      responder: {at: target, key: KEY},
      ipResponder: {ips: HOSTS.responder.addresses, port: RESPONDER_PORT, key: KEY},
      timeoutMs,
      patienceMs,
      evidence: new Recorder(),
      nextConnection: () => ++this.#connections,
      timeline: new Timeline(clock),
    }
  }

  /** Longer than an answer takes on this wire, by a good deal: as the suite finds it. */
  get patienceMs(): number {
    const {delayMs = 0, jitterMs = 0} = this.#wire
    return patienceFor(2 * (delayMs + jitterMs + BEHIND_MS))
  }

  /** Closes what the world has of its own. What is left before that, or after it, somebody forgot. */
  async close(): Promise<void> {
    const {clock, internet, tcp, network} = this
    await clock.advance(AFTERMATH_MS)
    const clients = {tcp: tcp.openAt(CLIENT[4]), quic: [...network.endpoints.keys()].filter(at => at !== PROXY_ADDRESS)}
    for (const resource of this.#resources.splice(0).reverse()) await this.run(dispose(resource))
    await clock.advance(AFTERMATH_MS)
    const rest = {
      timers: clock.pendingTimers,
      udp: internet.openSockets,
      tcp: tcp.open,
      quic: [...network.endpoints.keys()],
    }
    expect({clients, rest}, 'left open at the end of the world').toEqual({
      clients: {tcp: 0, quic: []},
      rest: {timers: 0, udp: [], tcp: 0, quic: []},
    })
  }

  async #serve(certificate: TestCertificate): Promise<void> {
    const {clock, network, options} = this
    const random = this.#random.fork('proxy')
    const virtual = new VirtualNetwork(clock, random.fork('virtual'), {delayMs: BEHIND_MS})
    this.#respond(this.#host(RESPONDER), RESPONDER)
    this.#respond(virtual.responder.net, HOSTS.responder.addresses)
    const serving = {
      binding: fakeBinding(network),
      clock,
      random,
      net: this.#host(PROXY),
      policy: withFault(HONEST, options.fault ?? {}),
      local: PROXY_ADDRESS,
      certificatesPem: certificate.certificatesPem,
      keyPem: certificate.keyPem,
      ip: {network: virtual, pools: POOLS.map(parsePrefix)},
      onLog: (line: string) => this.log.push(line),
    }
    const listener = await listenEverywhere({...serving, clear: true})
    this.#resources.push(serveProxy({...serving, listener}))
  }

  #host(ips: Readonly<Record<4 | 6, string>>): Net {
    const tcp = this.tcp.host(ips[4], ips[6])
    const tcpAnswers = (address: string) => Promise.resolve(tcp.tcpAnswers(address))
    return {...this.internet.host(ips[4], ips[6]), tcp, tcpAnswers}
  }

  #respond(net: Net, ips: Readonly<Record<4 | 6, string>>): void {
    for (const ip of [ips[4], ips[6]]) {
      this.#resources.push(new Responder({net, clock: this.clock, key: KEY, local: format(ip, RESPONDER_PORT)}))
      this.#resources.push(net.udp({local: format(ip, SILENT_PORT)}, {onPacket: () => undefined}))
    }
  }
}

async function dispose(resource: AsyncDisposable): Promise<void> {
  await resource[Symbol.asyncDispose]()
}
