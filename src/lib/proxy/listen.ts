/** Where the reference proxy is to be reached: UDP for HTTP/3, and TCP on the same port for HTTP/2 and HTTP/1.1. */
import {AsyncQueue} from '../http/async-queue.js'
import {H3Listener} from '../http/h3/server.js'
import {TcpListener} from '../http/tcp-listener.js'
import type {HttpVersion, IncomingRequest, Listener} from '../http/transport.js'
import type {QuicBinding} from '../native/surface.js'
import {format, parse} from '../net/address.js'
import {NetError, type Net} from '../net/net.js'
import type {Clock} from '../spec/clock.js'
import type {Policy} from '../spec/policy.js'
import type {Random} from '../spec/random.js'

export interface ListenOptions {
  /** For HTTP/3. */
  readonly binding?: QuicBinding | undefined
  readonly clock: Clock
  readonly random: Random
  readonly policy: Policy
  /** IP and port; port 0 lets the system choose. */
  readonly local: string
  readonly certificatesPem: string
  readonly keyPem: string
  /** TLS secrets in NSS key log format; connections count from 1, over UDP and over TCP apart. */
  readonly onKeylog?: (line: string, connection: number) => void
}

export interface ListenEverywhereOptions extends ListenOptions {
  readonly net: Net
  /** By default whatever there is an engine and a network for. */
  readonly versions?: readonly HttpVersion[]
  /** TCP in clear text: for use behind something that ends TLS. */
  readonly clear?: boolean
}

export type VersionedListener = Listener & {readonly http: readonly HttpVersion[]}

/** Clients that wait two minutes in silence are within their rights; the connection must outlive the tunnels' idling. */
const IDLE_TIMEOUT_MS = 300_000
const MAX_TUNNELS = 1000
const ORDER: readonly HttpVersion[] = ['3', '2', '1.1']
/** Ports to try before one is free for both. */
const ATTEMPTS = 20

/** @throws Error with `code` (EADDRINUSE, ERR_CONFIG, …) */
export function listenH3(options: ListenOptions): VersionedListener {
  const {binding, clock, random, policy, local, certificatesPem, keyPem, onKeylog} = options
  if (!binding) throw new NetError('ERR_CONFIG', 'HTTP/3 needs the engine')
  const listener = new H3Listener({
    binding,
    clock,
    local,
    certificatesPem,
    keyPem,
    settings: () => policy.wire.settings(random),
    datagrams: policy.wire.datagrams,
    retry: policy.wire.retry,
    ...(policy.wire.leniency && {leniency: policy.wire.leniency}),
    ...(policy.wire.early && {early: policy.wire.early}),
    ...(policy.http.care && {care: policy.http.care}),
    ...(policy.wire.h3 && {manners: policy.wire.h3}),
    ...(onKeylog && {observer: {onKeylog}}),
    ...(policy.wire.quicPeculiarities && {peculiarities: policy.wire.quicPeculiarities}),
    transport: {idleTimeoutMs: IDLE_TIMEOUT_MS, maxBidiStreams: MAX_TUNNELS, ...policy.wire.quic},
  })
  return Object.assign(listener, {http: ['3'] as const})
}

/** @throws Error with `code` (EADDRINUSE, ERR_CONFIG, …) */
export async function listenEverywhere(options: ListenEverywhereOptions): Promise<VersionedListener> {
  const {binding, net} = options
  const versions = options.versions
    ? ORDER.filter(version => options.versions?.includes(version))
    : possible(binding, net)
  const overTcp = versions.filter(version => version !== '3')
  if (overTcp.length === 0) return listenH3(options)
  const anyPort = parse(options.local)?.port === 0
  for (let attempt = 1; ; attempt++) {
    const tcp = await listenTcp(options, overTcp)
    if (!versions.includes('3')) return tcp
    try {
      return joined([listenH3({...options, local: portOf(tcp, options.local)}), tcp])
    } catch (error) {
      await tcp[Symbol.asyncDispose]()
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (!isTaken || !anyPort || attempt === ATTEMPTS) throw error
    }
  }
}

function possible(binding: QuicBinding | undefined, net: Net): HttpVersion[] {
  return [...(binding ? (['3'] as const) : []), ...(net.tcp ? (['2', '1.1'] as const) : [])]
}

async function listenTcp(
  options: ListenEverywhereOptions,
  versions: readonly ('2' | '1.1')[],
): Promise<VersionedListener> {
  const {clock, local, policy, certificatesPem, keyPem, clear, onKeylog, net} = options
  if (!net.tcp) throw new NetError('ERR_CONFIG', 'there is no TCP on this network')
  const listener = await TcpListener.open({
    clock,
    local,
    tcp: net.tcp,
    versions,
    ...(policy.wire.h2Settings && {settings: policy.wire.h2Settings}),
    ...(policy.wire.h2Says && {says: policy.wire.h2Says}),
    ...(policy.wire.h2Later && {later: policy.wire.h2Later}),
    ...(policy.wire.h2QueuedBytes !== undefined && {queuedBytes: policy.wire.h2QueuedBytes}),
    ...(policy.http.care && {care: policy.http.care}),
    ...(!clear && {identity: {certificatesPem, keyPem}}),
    ...(onKeylog && {onKeylog}),
  })
  return Object.assign(listener, {http: versions})
}

/** The address that was asked for, with the port that was got. */
function portOf({address}: Listener, local: string): string {
  return format(parse(local)?.ip ?? '', parse(address)?.port ?? 0)
}

function joined(listeners: readonly [VersionedListener, ...VersionedListener[]]): VersionedListener {
  const incoming = new AsyncQueue<IncomingRequest>()
  const pouring = listeners.map(async listener => {
    for await (const request of listener.incoming) incoming.push(request)
  })
  return {
    address: listeners[0].address,
    http: listeners.flatMap(({http}) => http),
    incoming,
    async [Symbol.asyncDispose]() {
      await Promise.all(listeners.map(listener => listener[Symbol.asyncDispose]()))
      await Promise.all(pouring)
      incoming.close()
    },
  }
}
