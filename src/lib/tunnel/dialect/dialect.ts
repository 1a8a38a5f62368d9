/**
 * What a known deviation from the RFCs consists of. Each dialect is one file beside this one; above them everybody
 * speaks as the RFCs say, and only what crosses the wire is told in other words. None is ever spoken unasked.
 */
import type {HttpVersion, TunnelRequest} from '../../http/transport.js'
import type {Setting} from '../../wire/h3-settings.js'
import type {Target} from '../target.js'
import type {TemplateVariables} from '../template.js'

export type DialectName = 'draft-settings' | 'cf-connect-ip' | 'no-context-id' | 'connect-udp-03' | 'connect-ip-03'

export interface Dialect {
  readonly name: DialectName
  /** What is different, for those who choose. */
  readonly summary: string
  /** The kinds of tunnels it has. */
  readonly tunnels: readonly ('udp' | 'ip')[]
  /** The versions of HTTP it exists for. */
  readonly http: readonly HttpVersion[]
  /** Those of them in which a request cannot say what an IP tunnel is for: it is for anything. */
  readonly unscoped?: readonly HttpVersion[]
  /** Of HTTP/3 connections. */
  readonly h3?: H3Dialect
  /** What stands for a request of the RFCs. */
  readonly ask?: (request: TunnelRequest, about: Asking) => TunnelRequest
  /** The other direction, for a proxy; undefined: it is not one of this dialect. */
  readonly understand?: (request: TunnelRequest, about: Understanding) => TunnelRequest | undefined
  /** How what crosses the tunnel is told. */
  readonly framing?: (http: HttpVersion) => Framing
}

export interface H3Dialect {
  /** Announced besides ours. */
  readonly announces: readonly Setting[]
  /** Settings that mean the same as H3_DATAGRAM. */
  readonly datagrams: readonly bigint[]
  /** Tunnels are asked for even if ENABLE_CONNECT_PROTOCOL is missing. */
  readonly asksAnyway: boolean
}

export interface Asking {
  readonly http: HttpVersion
  /** Of UDP tunnels. */
  readonly target: Target | undefined
}

export interface Understanding {
  readonly http: HttpVersion
  /** The authority we are known by. */
  readonly authority: string
  /** Path and query of a UDP tunnel by our own template; undefined: we have no UDP tunnels. */
  readonly udpPath: ((variables: TemplateVariables) => string) | undefined
  /** The same for an IP tunnel to everywhere. */
  readonly ipPath: string | undefined
}

export interface Framing {
  /** HTTP Datagrams begin with a Context ID. */
  readonly contextIds: boolean
  /** Types of capsules that have other numbers: those of the RFCs, and those on the wire. */
  readonly capsules: ReadonlyMap<bigint, bigint>
  /** Datagrams never leave in frames. */
  readonly onStream?: true
}
