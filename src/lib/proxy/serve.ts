/** The reference proxy on a real address: certificate, listener, and the service behind it. */
import type {HttpVersion} from '../http/transport.js'
import type {Net} from '../net/net.js'
import {parse} from '../net/address.js'
import {listenH3, type ListenOptions, type VersionedListener} from './listen.js'
import {defaultTemplate, parseTemplate, type UdpTemplate} from '../tunnel/template.js'
import {runProxy} from './proxy.js'

export interface ServeOptions extends ListenOptions {
  readonly net: Net
  /** Where requests come from; by default HTTP/3 alone. */
  readonly listener?: VersionedListener
  readonly onLog?: (line: string) => void
}

export interface ServedProxy extends AsyncDisposable {
  readonly address: string
  readonly template: UdpTemplate
  /** The versions it speaks. */
  readonly http: readonly HttpVersion[]
  /** Resolves when it has stopped serving. */
  readonly done: Promise<void>
}

/** @throws Error with `code` (EADDRINUSE, ERR_CONFIG, …) */
export function serveProxy(options: ServeOptions): ServedProxy {
  const {net, clock, policy, certificatesPem, onLog} = options
  const listener = options.listener ?? listenH3(options)
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
    http: listener.http,
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
