/** One tunnel of a session, from its request to its ending: what it is called, and what is known of it now. */
import type {Ending} from '../../http/ending.js'
import type {Head, Tunnel, TunnelRequest} from '../../http/transport.js'
import {IpSession} from '../../tunnel/ip-session.js'
import type {Outer} from '../outer/outer.js'

export class ShellTunnel {
  /** The answer, when it is there. */
  response: Head | undefined
  /** Undefined: not open yet, or refused. */
  tunnel: Tunnel | undefined
  /** How the tunnel or the request ended. */
  ending: Ending | undefined
  /** Resolves when its end was told. */
  over: Promise<void> | undefined
  /** What both ends of an IP tunnel have told each other. */
  readonly ip: IpSession | undefined
  /** The latest round trip that was measured inside. */
  rttMs: number | undefined

  constructor(
    readonly name: string,
    readonly kind: 'udp' | 'ip',
    /** Where it leads, as in the prompt. */
    readonly label: string,
    readonly outer: Outer,
    readonly request: TunnelRequest,
    /** Of the requests on its connection, from 0: over HTTP/3 that is its Quarter Stream ID. */
    readonly index: number,
  ) {
    this.ip = kind === 'ip' ? new IpSession() : undefined
  }

  /** `ok`, `403`, `opening`, `ended`, `reset`, … */
  get state(): string {
    if (this.ending) return this.ending.how === 'reset' ? 'reset' : 'ended'
    if (this.tunnel) return 'ok'
    return this.response === undefined ? 'opening' : String(this.response.status)
  }
}
