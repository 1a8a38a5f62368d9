/** A whole world for `probe udp`: fake engine, network in memory, virtual time. Minutes of waiting take milliseconds. */
import {Recorder} from '../../src/lib/evidence/recorder.js'
import {udpFacts, type UdpFacts} from '../../src/lib/report/udp-facts.js'
import {resultDocument, type ResultDocument} from '../../src/lib/report/document.js'
import type {RunEvent} from '../../src/lib/report/run-event.js'
import {MemoryInternet} from '../../src/lib/net/memory.js'
import type {Net} from '../../src/lib/net/net.js'
import {toDocument} from '../../src/lib/probe/document.js'
import type {Aim, UdpProbeOptions} from '../../src/lib/probe/options.js'
import type {Platform, ReachOptions} from '../../src/lib/reach/options.js'
import {probeUdp} from '../../src/lib/probe/udp.js'
import {honestPolicy} from '../../src/lib/proxy/honest-policy.js'
import {serveProxy, type ServedProxy} from '../../src/lib/proxy/serve.js'
import {AllowList} from '../../src/lib/proxy/targets.js'
import {ResponderKey} from '../../src/lib/responder/message.js'
import {Responder} from '../../src/lib/responder/responder.js'
import type {Policy} from '../../src/lib/spec/policy.js'
import {seeded} from '../../src/lib/spec/random.js'
import {VirtualClock} from '../../src/lib/spec/virtual-clock.js'
import {parseTarget} from '../../src/lib/tunnel/target.js'
import {parseProxyAddress} from '../../src/lib/tunnel/proxy-address.js'
import {makeCertificate, type TestCertificate} from '../support/certificate.js'
import {fakeBinding} from '../support/fake-quic/endpoint.js'
import {FakeNetwork, type FakeNetworkOptions} from '../support/fake-quic/network.js'

export const PROXY = '192.0.2.1'
export const CLIENT = '198.51.100.9'
export const RESPONDER = '203.0.113.7'
export const KEY = ResponderKey.random()

export type Changes = {readonly [Part in keyof Policy]?: Partial<Policy[Part]>}

export interface WorldOptions {
  readonly seed?: number
  readonly wire?: FakeNetworkOptions
  /** Everybody on one host, which is the client's. */
  readonly nextDoor?: boolean
  /** Other addresses than those above. */
  readonly ips?: World['ips']
}

let certificate: Promise<TestCertificate> | undefined

/** Of the proxies in all worlds. Virtual time begins in 2026 and the real one is later: it is good for both. */
export function proxyCertificate(): Promise<TestCertificate> {
  certificate ??= makeCertificate({
    names: ['proxy.example', 'localhost'],
    addresses: [PROXY, '127.0.0.1', '::1', '192.0.2.2'],
    notBefore: new Date('2025-12-01'),
    notAfter: new Date('2036-01-01'),
  })
  return certificate
}

export class World {
  readonly clock = new VirtualClock()
  readonly internet: MemoryInternet
  readonly network: FakeNetwork
  readonly binding
  readonly ips: {readonly proxy: string; readonly client: string; readonly responder: string}
  readonly events: RunEvent[] = []

  constructor(
    readonly identity: TestCertificate,
    private readonly options: WorldOptions = {},
  ) {
    const {seed = 3, wire = {delayMs: 10}, nextDoor = false, ips} = options
    this.internet = new MemoryInternet(this.clock, seeded(seed), {delayMs: nextDoor ? 0.1 : 5})
    this.network = new FakeNetwork(this.clock, seeded(seed), wire)
    this.binding = fakeBinding(this.network)
    const usual = nextDoor
      ? {proxy: '127.0.0.1', client: '127.0.0.1', responder: '127.0.0.1'}
      : {proxy: PROXY, client: CLIENT, responder: RESPONDER}
    this.ips = ips ?? usual
  }

  get template(): string {
    return `https://${this.ips.proxy}:443/.well-known/masque/udp/{target_host}/{target_port}/`
  }

  /** An honest proxy, but for the changes. */
  proxy(changes: Changes = {}, more: {readonly net?: (net: Net) => Net; readonly local?: string} = {}): ServedProxy {
    const {clock, binding, identity, ips} = this
    const base = honestPolicy(new AllowList(['any']))
    const net = this.internet.host(ips.proxy)
    return serveProxy({
      binding,
      clock,
      ...identity,
      net: more.net?.(net) ?? net,
      random: seeded(1),
      local: more.local ?? `${ips.proxy}:443`,
      policy: {
        wire: {...base.wire, ...changes.wire},
        http: {...base.http, ...changes.http},
        tunnel: {...base.tunnel, ...changes.tunnel},
        egress: {...base.egress, ...changes.egress},
        ip: {...base.ip, ...changes.ip},
      },
    })
  }

  responder(): Responder {
    const {clock, ips} = this
    return new Responder({net: this.internet.host(ips.responder), clock, key: KEY, local: `${ips.responder}:4433`})
  }

  get responderAim(): Aim {
    const target = parseTarget(`${this.ips.responder}:4433`)
    return {kind: 'responder', target, responder: target, key: KEY}
  }

  platform(): Platform {
    const {clock, binding} = this
    return {clock, binding, random: seeded(this.options.seed ?? 3), net: this.internet.host(this.ips.client)}
  }

  /** Runs the probe; the document is checked against its schema. */
  async probe(
    more: Partial<Omit<UdpProbeOptions, 'proxy'>> & {proxy?: string} = {},
    signal?: AbortSignal,
  ): Promise<Probed> {
    const {proxy = this.template, ...rest} = more
    const options: UdpProbeOptions = {
      proxy: parseProxyAddress(proxy),
      reach: this.reach(),
      aim: this.options.nextDoor ? {kind: 'in-process'} : this.responderAim,
      headers: [],
      http: {versions: ['3'], named: true},
      datagrams: 'auto',
      sizes: false,
      count: 10,
      intervalMs: 100,
      timeoutMs: 5000,
      wire: false,
      evidence: new Recorder(),
      ...rest,
    }
    const began = this.clock.now()
    const never = new AbortController().signal
    const onEvent = (event: RunEvent): void => {
      this.events.push(event)
    }
    const result = await this.clock.run(probeUdp(options, this.platform(), onEvent, signal ?? never))
    const tookMs = this.clock.now() - began
    const info = {
      tool: {name: 'masque', version: '0', engine: null, node: '20', platform: 'test'} as const,
      command: 'probe udp',
      seed: 3,
      startedAt: this.clock.wall(),
      durationMs: tookMs,
      warnings: [],
    }
    const document = resultDocument.parse(toDocument(result, info))
    return new Probed(document, udpFacts.parse(document.facts), tookMs)
  }

  reach(more: Partial<ReachOptions> = {}): ReachOptions {
    return {
      resolve: new Map(),
      allAddresses: false,
      trust: {trust: 'roots', rootsPem: this.identity.caPem},
      ...more,
    }
  }
}

/** What came of it, short enough to compare. */
export class Probed {
  constructor(
    readonly document: ResultDocument,
    readonly facts: UdpFacts,
    readonly tookMs: number,
  ) {}

  get road(): ResultDocument['roads'][number] {
    return this.document.roads.at(-1)!
  }

  get short(): {viability: string; blame: string | null; exit: number} {
    const {viability, blame} = this.road
    return {viability, blame, exit: this.document.exitCode}
  }

  /** The phase that failed, and the code of its diagnosis. */
  get failure(): [phase: string | undefined, code: string | undefined] {
    const failed = this.road.attempts.find(({outcome}) => outcome === 'failed')
    return [failed?.phase, failed?.diagnosis?.code]
  }

  get answers(): string {
    const {reachable, accepted, carriesUp, carriesDown} = this.facts.answers
    return [reachable, accepted, carriesUp, carriesDown].join(' ')
  }
}
