/** The reference proxy on a real address: certificate, HTTP/3 listener, and the service behind it. */
import {H3Listener} from '../http/h3/server.js'
import type {QuicBinding} from '../native/surface.js'
import type {Net} from '../net/net.js'
import {parse} from '../net/address.js'
import type {Clock} from '../spec/clock.js'
import type {Policy} from '../spec/policy.js'
import type {Random} from '../spec/random.js'
import {defaultTemplate, parseTemplate, type UdpTemplate} from '../tunnel/template.js'
import {runProxy} from './proxy.js'

export interface ServeOptions {
  readonly binding: QuicBinding
  readonly net: Net
  readonly clock: Clock
  readonly random: Random
  readonly policy: Policy
  /** IP and port; port 0 lets the system choose. */
  readonly local: string
  readonly certificatesPem: string
  readonly keyPem: string
  readonly onLog?: (line: string) => void
  /** TLS secrets in NSS key log format; connections count from 1. */
  readonly onKeylog?: (line: string, connection: number) => void
}

export interface ServedProxy extends AsyncDisposable {
  readonly address: string
  readonly template: UdpTemplate
  /** Resolves when it has stopped serving. */
  readonly done: Promise<void>
}

/** Clients that wait two minutes in silence are within their rights; the connection must outlive the tunnels' idling. */
const IDLE_TIMEOUT_MS = 300_000
const MAX_TUNNELS = 1000

/** @throws Error with `code` (EADDRINUSE, ERR_CONFIG, …) */
export function serveProxy(options: ServeOptions): ServedProxy {
  const {binding, net, clock, random, policy, local, certificatesPem, keyPem, onLog, onKeylog} = options
  const listener = new H3Listener({
    binding,
    clock,
    local,
    certificatesPem,
    keyPem,
    settings: policy.wire.settings(random),
    datagrams: policy.wire.datagrams,
    retry: policy.wire.retry,
    ...(policy.wire.leniency && {leniency: policy.wire.leniency}),
    ...(onKeylog && {observer: {onKeylog}}),
    transport: {idleTimeoutMs: IDLE_TIMEOUT_MS, maxBidiStreams: MAX_TUNNELS},
  })
  const {address} = listener
  const template = parseTemplate(defaultTemplate(reachable(address)))
  const done = runProxy(listener, {
    net,
    clock,
    policy,
    template,
    certificatePem: certificatesPem,
    ...(onLog && {onLog}),
  })
  return {
    address,
    template,
    done,
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      await done
    },
  }
}

/** An address a client on this host can use: the wildcard is none. */
function reachable(address: string): string {
  const parsed = parse(address)
  if (parsed?.ip === '0.0.0.0') return `127.0.0.1:${parsed.port}`
  return parsed?.ip === '::' ? `[::1]:${parsed.port}` : address
}
