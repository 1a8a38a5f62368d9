/** A rig for IP tunnels at the reference proxy, with a responder on the virtual network behind it, in virtual time. */
import {Recorder} from '../../../src/lib/evidence/recorder.js'
import {memoryPair} from '../../../src/lib/http/memory.js'
import type {Transport, Tunnel} from '../../../src/lib/http/transport.js'
import {format} from '../../../src/lib/net/address.js'
import {MemoryInternet} from '../../../src/lib/net/memory.js'
import {HOSTS} from '../../../src/lib/proxy/ip/virtual/plan.js'
import {ResponderKey} from '../../../src/lib/responder/message.js'
import {Responder} from '../../../src/lib/responder/responder.js'
import type {Clock} from '../../../src/lib/spec/clock.js'
import {seeded} from '../../../src/lib/spec/random.js'
import {Obstacle, type IpOptions, type Place} from '../../../src/lib/spec/rig.js'
import {VirtualClock} from '../../../src/lib/spec/virtual-clock.js'
import type {RigContext} from '../../../src/lib/suite/rig/context.js'
import type {IpTunnelRig} from '../../../src/lib/suite/rig/ip.js'
import {openIpRig} from '../../../src/lib/suite/rig/open-ip.js'
import {Timeline} from '../../../src/lib/suite/rig/timeline.js'
import {defaultTemplate, parseTemplate} from '../../../src/lib/tunnel/template.js'
import {TEMPLATE, world, type WorldOptions} from '../../proxy/ip/support/world.js'

export const PATIENCE_MS = 400
export const TIMEOUT_MS = 5000
/** Of the memory transport; what is on the stream is handed over when it is there. */
export const ONE_WAY_MS = 5
export const KEY = ResponderKey.random()
export const RESPONDER_PORT = 4433
export const {addresses: RESPONDER} = HOSTS.responder
export const {addresses: ECHO} = HOSTS.echo
export const never = new AbortController().signal

export const payload = (text: string): Uint8Array => new TextEncoder().encode(text)

export function contextOf(
  clock: Clock,
  changes: Partial<RigContext> & {readonly ip?: Partial<Place>} = {},
): RigContext {
  const random = seeded(11)
  const {ip, ...more} = changes
  return {
    platform: {clock, random, net: new MemoryInternet(clock, random).host('198.51.100.99'), binding: undefined},
    reach: {resolve: new Map(), allAddresses: false, trust: {trust: 'roots'}},
    http: '3',
    address: '198.51.100.1:443',
    place: {
      udp: parseTemplate(defaultTemplate('proxy.example')),
      ip: TEMPLATE,
      offersUdp: 'unknown',
      offersIp: 'unknown',
      headers: [],
      hasCredentials: false,
      authority: 'proxy.example',
      scheme: 'https',
      target: undefined,
      ipTarget: ECHO,
      silentTarget: undefined,
      nextDoor: true,
      ...ip,
    },
    responder: undefined,
    ipResponder: {ips: RESPONDER, port: RESPONDER_PORT, key: KEY},
    timeoutMs: TIMEOUT_MS,
    patienceMs: PATIENCE_MS,
    evidence: new Recorder(),
    nextConnection: () => 1,
    timeline: new Timeline(clock),
    ...more,
  }
}

export interface RigWorldOptions extends WorldOptions {
  readonly context?: Partial<RigContext> & {readonly ip?: Partial<Place>}
  readonly responds?: boolean
  /** Of its clock. */
  readonly responderAheadMs?: number
}

export function rigWorld({context: changes, responds = true, responderAheadMs = 0, ...options}: RigWorldOptions = {}) {
  const made = world(options)
  const {clock, network, transport} = made
  const {net} = network.responder
  if (responds) {
    for (const of of [4, 6] as const) {
      const local = format(RESPONDER[of], RESPONDER_PORT)
      new Responder({net, clock: ahead(clock, responderAheadMs), key: KEY, local})
    }
  }
  const context = contextOf(clock, changes)
  const open = (request: IpOptions = {}): Promise<IpTunnelRig> =>
    clock.run(openIpRig(transport, context, request, never))
  return {...made, context, openRig: open}
}

function ahead(clock: Clock, ms: number): Clock {
  return {
    now: () => clock.now(),
    nowNs: () => clock.nowNs(),
    wall: () => new Date(clock.wall().getTime() + ms),
    after: (later, callback) => clock.after(later, callback),
  }
}

/** A rig at a peer that is a script. */
export async function visited(visit: (tunnel: Tunnel) => Promise<void> | void) {
  const clock = new VirtualClock()
  const {transport, listener} = memoryPair(clock, seeded(2), {delayMs: ONE_WAY_MS, frameBytes: 1400})
  void (async () => {
    for await (const incoming of listener.incoming) {
      await visit(incoming.accept({status: 200, headers: [['capsule-protocol', '?1']]}))
    }
  })()
  const rig = await clock.run(openIpRig(transport, contextOf(clock), {}, never))
  return {clock, rig}
}

/** What it came to, and how long that took. */
export async function timed<T>(clock: VirtualClock, work: () => Promise<T>): Promise<readonly [result: T, ms: number]> {
  const began = clock.now()
  const result = await clock.run(work())
  return [result, clock.now() - began]
}

/** @throws Error if nothing stood in the way */
export async function obstacle(
  clock: VirtualClock,
  transport: Transport,
  context: RigContext,
  options: IpOptions = {},
): Promise<string> {
  try {
    await clock.run(openIpRig(transport, context, options, never))
  } catch (error) {
    if (error instanceof Obstacle) return `${error.outcome}: ${error.message}`
    throw error
  }
  throw new Error('nothing stood in the way')
}
