/** `probe ip` as a whole, over a fake engine in virtual time, at a proxy whose every word is a script. */
import {Recorder} from '../../../src/lib/evidence/recorder.js'
import {H3Listener} from '../../../src/lib/http/h3/server.js'
import type {Head} from '../../../src/lib/http/transport.js'
import {toIpDocument} from '../../../src/lib/probe/ip/document.js'
import {probeIp} from '../../../src/lib/probe/ip/ip.js'
import type {IpAim, IpProbeOptions} from '../../../src/lib/probe/ip/options.js'
import {resultDocument, type ResultDocument} from '../../../src/lib/report/document.js'
import {ipFacts, type IpFacts} from '../../../src/lib/report/ip-facts.js'
import {runEvent, type RunEvent} from '../../../src/lib/report/run-event.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import {honestPolicy} from '../../../src/lib/proxy/honest-policy.js'
import {AllowList} from '../../../src/lib/proxy/targets.js'
import {IpTunnel} from '../../../src/lib/tunnel/connect-ip.js'
import {parseProxyAddress} from '../../../src/lib/tunnel/proxy-address.js'
import {parseTarget} from '../../../src/lib/tunnel/target.js'
import {family} from '../../../src/lib/wire/ip/address.js'
import {sorted, type IpRange} from '../../../src/lib/wire/connect-ip/route-advertisement.js'
import type {TestCertificate} from '../../support/certificate.js'
import {fakeBinding} from '../../support/fake-quic/endpoint.js'
import {FakeNetwork, type FakeNetworkOptions} from '../../support/fake-quic/network.js'
import {CLIENT, EVERYWHERE, InnerWorld, KEY, REFUSAL, type InnerOptions} from './inner-world.js'

const PROXY = '192.0.2.1'

/** What the proxy does with a session; `count` is its number, from 1. */
export type Script = (ip: IpTunnel, world: IpWorld, count: number) => void | Promise<void>

export interface ProxyOptions {
  readonly script?: Script
  readonly answer?: Head
}

export class IpWorld {
  readonly clock = new VirtualClock()
  readonly events: RunEvent[] = []
  readonly inner: InnerWorld
  readonly #binding
  #sessions = 0

  constructor(
    private readonly identity: TestCertificate,
    {inner, wire = {delayMs: 10}}: {readonly inner?: InnerOptions; readonly wire?: FakeNetworkOptions} = {},
  ) {
    this.inner = new InnerWorld(this.clock, inner)
    this.#binding = fakeBinding(new FakeNetwork(this.clock, seeded(3), wire))
  }

  serve({script = honest(), answer = {status: 200, headers: [['capsule-protocol', '?1']]}}: ProxyOptions = {}): void {
    const {wire} = honestPolicy(new AllowList(['any']))
    const listener = new H3Listener({
      binding: this.#binding,
      clock: this.clock,
      local: `${PROXY}:443`,
      ...this.identity,
      settings: wire.settings(seeded(1)),
      datagrams: wire.datagrams,
    })
    void (async () => {
      for await (const incoming of listener.incoming) {
        if (answer.status >= 300) {
          await incoming.refuse(answer)
          continue
        }
        const ip = new IpTunnel(incoming.accept(answer))
        void script(ip, this, ++this.#sessions)
      }
    })()
  }

  get responder(): IpAim {
    return {responder: {at: parseTarget('responder.example:4433'), key: KEY}, tcpPorts: []}
  }

  /** Runs the probe; the document and all events are checked against their schemas. */
  async probe(more: Partial<IpProbeOptions> = {}, signal = new AbortController().signal): Promise<ProbedIp> {
    const options: IpProbeOptions = {
      proxy: parseProxyAddress(`https://${PROXY}:443/.well-known/masque/ip/{target}/{ipproto}/`, 'ip'),
      reach: {resolve: new Map(), allAddresses: false, trust: {trust: 'roots', rootsPem: this.identity.caPem}},
      aim: this.responder,
      scope: {},
      headers: [],
      http: {versions: ['3'], named: true},
      datagrams: 'auto',
      sizes: false,
      maxHops: 8,
      sessions: 1,
      reconnect: false,
      count: 10,
      intervalMs: 100,
      timeoutMs: 5000,
      wire: false,
      evidence: new Recorder(),
      ...more,
    }
    const {clock} = this
    const platform = {clock, binding: this.#binding, random: seeded(3), net: this.inner.direct}
    const began = clock.now()
    const onEvent = (event: RunEvent): void => {
      this.events.push(runEvent.parse(event))
    }
    const result = await clock.run(probeIp(options, platform, onEvent, signal))
    const tookMs = clock.now() - began
    const info = {
      tool: {name: 'masque', version: '0', engine: null, node: '20', platform: 'test'} as const,
      command: 'probe ip',
      seed: 3,
      startedAt: clock.wall(),
      durationMs: tookMs,
      warnings: [],
    }
    const document = resultDocument.parse(toIpDocument(result, info))
    return new ProbedIp(document, ipFacts.parse(document.facts), tookMs)
  }
}

export class ProbedIp {
  constructor(
    readonly document: ResultDocument,
    readonly facts: IpFacts,
    readonly tookMs: number,
  ) {}

  get short(): {viability: string; blame: string | null; exit: number} {
    const {viability, blame} = this.document.roads.at(-1)!
    return {viability, blame, exit: this.document.exitCode}
  }

  get answers(): string {
    const {reachable, accepted, carriesUp, carriesDown} = this.facts.answers
    return [reachable, accepted, carriesUp, carriesDown].join(' ')
  }

  /** Of both families: up and down. */
  get carries(): string {
    const of = (facts: IpFacts['ipv4']): string => (facts ? `${facts.carriesUp} ${facts.carriesDown}` : 'none')
    return `${of(this.facts.ipv4)}, ${of(this.facts.ipv6)}`
  }
}

export interface HonestOptions {
  /** Assigned when asked for; a family that is missing is declined. */
  readonly addresses?: Partial<Record<4 | 6, string>> | ((session: number) => Partial<Record<4 | 6, string>>)
  readonly unsolicited?: boolean
  readonly routes?: readonly IpRange[] | undefined
  /** False: nothing goes up. */
  readonly forwards?: (packet: Uint8Array) => boolean
}

/** Assigns, advertises and forwards as RFC 9484 says, but for what is asked otherwise. */
export function honest({addresses = CLIENT, unsolicited = false, ...more}: HonestOptions = {}): Script {
  return async (ip, world, count) => {
    const own = typeof addresses === 'function' ? addresses(count) : addresses
    const routes = 'routes' in more ? more.routes : EVERYWHERE
    forward(ip, world, more.forwards)
    if (routes) await ip.advertise(sorted(routes))
    const all = Object.values(own).map(address => ({requestId: 0n, address, prefixLength: bits(address)}))
    if (unsolicited) await ip.assign(all)
    else await answerRequests(ip, own)
  }
}

export function forward(ip: IpTunnel, world: IpWorld, forwards: (packet: Uint8Array) => boolean = () => true): void {
  void (async () => {
    for await (const {packet} of ip.received()) {
      if (forwards(packet)) world.inner.carry(packet, bytes => void ip.send(bytes))
    }
  })()
}

export async function answerRequests(ip: IpTunnel, own: Partial<Record<4 | 6, string>>): Promise<void> {
  const never = new AbortController().signal
  let {state} = ip
  for (;;) {
    state = await ip.changed(never, state)
    const open = state.requestsOfPeer
    if (open.length === 0) return
    await ip.assign(
      open.map(({requestId, address: wanted}) => {
        const version = family(wanted)
        const address = own[version]
        return address === undefined
          ? {requestId, ...REFUSAL[version]}
          : {requestId, address, prefixLength: bits(address)}
      }),
    )
    state = ip.state
  }
}

function bits(address: string): number {
  return address.includes(':') ? 128 : 32
}
