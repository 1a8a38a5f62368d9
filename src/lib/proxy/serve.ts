/** The reference proxy on a real address: certificate, listener, and the service behind it. */
import type {HttpVersion} from '../http/transport.js'
import type {Net} from '../net/net.js'
import {parse} from '../net/address.js'
import {defaultIpTemplate, parseIpTemplate, type IpTemplate} from '../tunnel/ip-template.js'
import {defaultTemplate, parseTemplate, type UdpTemplate} from '../tunnel/template.js'
import type {IpNetwork} from './ip/network.js'
import type {Prefix} from './ip/prefix.js'
import {IpService} from './ip/service.js'
import {listenH3, type ListenOptions, type VersionedListener} from './listen.js'
import {runProxy} from './proxy.js'

export interface ServeOptions extends ListenOptions {
  readonly net: Net
  /** Where requests come from; by default HTTP/3 alone. */
  readonly listener?: VersionedListener
  /** CONNECT-IP: what lies behind, and the addresses that clients get; disposed of with the proxy. */
  readonly ip?: {readonly network: IpNetwork; readonly pools: readonly Prefix[]} | undefined
  readonly onLog?: (line: string) => void
}

export interface ServedProxy extends AsyncDisposable {
  readonly address: string
  readonly template: UdpTemplate
  /** undefined: it offers no CONNECT-IP. */
  readonly ipTemplate: IpTemplate | undefined
  /** The versions it speaks. */
  readonly http: readonly HttpVersion[]
  /** Resolves when it has stopped serving. */
  readonly done: Promise<void>
}

/** @throws Error with `code` (EADDRINUSE, ERR_CONFIG, …); RangeError for pools that cannot be */
export function serveProxy(options: ServeOptions): ServedProxy {
  const {net, clock, policy, random, certificatesPem, onLog} = options
  const service = options.ip && new IpService({...options.ip, policy: policy.ip, clock, random: random.fork('pools')})
  const listener = options.listener ?? listenH3(options)
  const {address} = listener
  const template = parseTemplate(defaultTemplate(reachable(address)))
  const ip = service && {service, template: parseIpTemplate(defaultIpTemplate(reachable(address)))}
  const done = runProxy(listener, {
    net,
    clock,
    policy,
    template,
    ip,
    certificatePem: certificatesPem,
    ...(onLog && {onLog}),
  })
  return {
    address,
    template,
    ipTemplate: ip?.template,
    http: listener.http,
    done,
    async [Symbol.asyncDispose]() {
      await listener[Symbol.asyncDispose]()
      await done
      await ip?.service[Symbol.asyncDispose]()
    },
  }
}

/** An address a client on this host can use: the wildcard is none. */
function reachable(address: string): string {
  const parsed = parse(address)
  if (parsed?.ip === '0.0.0.0') return `127.0.0.1:${parsed.port}`
  return parsed?.ip === '::' ? `[::1]:${parsed.port}` : address
}
