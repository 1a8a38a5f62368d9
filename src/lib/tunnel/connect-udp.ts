/**
 * The client's side of CONNECT-UDP (RFC 9298): the request, what makes a response a success, and UDP payloads in
 * context 0.
 */
import type {Ending} from '../http/ending.js'
import type {
  Carrier,
  DatagramMode,
  Drops,
  Head,
  HeaderList,
  HttpVersion,
  Opened,
  Refusal,
  SendOutcome,
  Transport,
  Tunnel,
  TunnelRequest,
} from '../http/transport.js'
import * as httpDatagram from '../wire/http-datagram.js'
import {parseItem} from '../wire/structured-field.js'
import {concat} from '../wire/bytes.js'
import * as varint from '../wire/varint.js'
import type {Dialect} from './dialect/dialect.js'
import {openIn, requestLine} from './dialect/speak.js'
import type {Target} from './target.js'
import type {UdpTemplate} from './template.js'

export const UPGRADE_TOKEN = 'connect-udp'

export interface UdpRequest {
  readonly template: UdpTemplate
  readonly target: Target
  readonly headers?: HeaderList
  readonly datagrams?: DatagramMode
  /** Known deviations to speak. */
  readonly dialect?: Dialect | undefined
}

export type UdpOpened =
  | {readonly kind: 'tunnel'; readonly udp: UdpTunnel; readonly response: Head}
  | {readonly kind: 'refused'; readonly refusal: Refusal}
  /** A success status on a response that the rules make a failure; the request was aborted. */
  | {readonly kind: 'malformed'; readonly response: Head; readonly problem: string}
  | {readonly kind: 'failed'; readonly ending: Ending}

export interface UdpArrival {
  readonly payload: Uint8Array
  readonly atNs: bigint
  readonly carrier: 'frame' | 'capsule'
}

const CONTEXT_ZERO = Uint8Array.of(0)

/** Rejects only with the signal's reason. */
export async function openUdp(transport: Transport, request: UdpRequest, signal: AbortSignal): Promise<UdpOpened> {
  const asked = udpTunnelRequest(request)
  const opened: Opened = await openIn(request.dialect, transport, asked, request.target, signal)
  if (opened.kind !== 'tunnel') return opened
  const {tunnel} = opened
  const problem = successProblem(tunnel)
  if (problem === undefined) return {kind: 'tunnel', udp: new UdpTunnel(tunnel), response: tunnel}
  tunnel.abort('message-error')
  return {kind: 'malformed', response: {status: tunnel.status, headers: tunnel.headers}, problem}
}

function udpTunnelRequest(request: UdpRequest): TunnelRequest {
  return {
    method: 'CONNECT',
    protocol: UPGRADE_TOKEN,
    scheme: request.template.scheme,
    authority: request.template.authority,
    path: requestPath(request),
    headers: [['capsule-protocol', '?1'] as const, ...(request.headers ?? [])],
    ...(request.datagrams && {datagrams: request.datagrams}),
  }
}

/** What is asked for, in a line, as it will be on the wire. */
export function udpRequestLine(request: UdpRequest, http: HttpVersion): string {
  return requestLine(request.dialect, http, udpTunnelRequest(request), request.target)
}

export function requestPath({template, target}: Pick<UdpRequest, 'template' | 'target'>): string {
  return template.expand({target_host: target.host, target_port: String(target.port)})
}

/** Why a 2xx does not start the Capsule Protocol (RFC 9298 section 3.5, RFC 9297 section 3.2); undefined if it does. */
export function successProblem({status, headers}: Head): string | undefined {
  if (status === 204 || status === 205 || status === 206) return `status ${status} must not start the Capsule Protocol`
  const forbidden = ['content-length', 'content-type', 'transfer-encoding']
  const found = headers.map(([name]) => name.toLowerCase()).find(name => forbidden.includes(name))
  return found === undefined ? undefined : `${found} must not be on a response that starts the Capsule Protocol`
}

/** Whether the response says that it uses the Capsule Protocol (RFC 9297 section 3.4: SHOULD). */
export function saysCapsuleProtocol({headers}: Head): boolean {
  const lines = headers.filter(([name]) => name.toLowerCase() === 'capsule-protocol').map(([, value]) => value)
  const parsed = parseItem(lines)
  return 'value' in parsed && parsed.value.value === true
}

/** An open UDP tunnel. */
export class UdpTunnel implements AsyncDisposable {
  /** Datagrams in contexts nobody registered, which are dropped (RFC 9298 section 5). */
  unknownContexts = 0
  /** HTTP Datagrams without a Context ID. */
  malformedDatagrams = 0

  constructor(readonly tunnel: Tunnel) {}

  get ended(): Promise<Ending> {
    return this.tunnel.ended
  }

  /** What our payloads travel in. */
  get carrier(): Carrier {
    return this.tunnel.carrier
  }

  /** What we lost ourselves; never the peer's fault. */
  get drops(): Drops {
    return this.tunnel.drops
  }

  /** The largest UDP payload that goes into a frame now; undefined: frames cannot be used. */
  get maxPayloadBytes(): number | undefined {
    const size = this.tunnel.maxPayloadBytes
    return size === undefined ? undefined : size - CONTEXT_ZERO.length
  }

  async send(payload: Uint8Array): Promise<SendOutcome> {
    if (payload.length > httpDatagram.MAX_UDP_PAYLOAD) return {tooLarge: httpDatagram.MAX_UDP_PAYLOAD}
    const outcome = await this.tunnel.send({kind: 'datagram', payload: concat(CONTEXT_ZERO, payload)})
    return typeof outcome === 'object' ? {tooLarge: outcome.tooLarge - CONTEXT_ZERO.length} : outcome
  }

  /** An HTTP Datagram in any context: what it means is between the two ends. */
  sendInContext(contextId: bigint, payload: Uint8Array, width?: varint.Width): Promise<SendOutcome> {
    const bytes = httpDatagram.writeContext(contextId, payload, width)
    return this.tunnel.send({kind: 'datagram', payload: bytes})
  }

  /** UDP payloads as they arrive; ends with the tunnel. One reader. */
  async *received(): AsyncGenerator<UdpArrival, void, undefined> {
    for await (const unit of this.tunnel.received) {
      if (unit.kind === 'oversized') this.#onOversized(unit.head)
      if (unit.kind !== 'datagram') continue
      const fast = varint.peekFast(unit.payload, 0, unit.payload.length)
      // The fast reader declines only integers that are cut off and those of 8 octets that are huge.
      if (fast < 0 && unit.payload.length < 8) this.malformedDatagrams++
      else if (fast < 0 || fast >= 16) this.unknownContexts++
      else yield {payload: unit.payload.subarray(fast), atNs: unit.receivedAtNs, carrier: unit.carrier}
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.tunnel[Symbol.asyncDispose]()
  }

  /** More than a UDP payload can be, in context 0: the stream must be aborted (RFC 9298 section 5). */
  #onOversized(head: Uint8Array): void {
    if (varint.peekFast(head, 0, head.length) >= 16) {
      this.unknownContexts++
      return
    }
    const detail = 'we aborted the tunnel: a DATAGRAM capsule larger than a UDP payload can be'
    this.tunnel.abort('datagram-error', {how: 'malformed', detail})
  }
}
