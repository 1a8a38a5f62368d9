/**
 * Evidence: everything a run saw, each piece with a number that results can cite. Probes record it, sinks (pcapng, qlog,
 * key log, saved run) write it down as it happens, so that what was seen survives however the run ends.
 */
import type {TapWhat} from '../http/tap.js'
import type {Result, ResultDocument} from '../report/document.js'
import type {RunEvent} from '../report/run-event.js'
import type {Target} from '../tunnel/target.js'

export interface EvidenceEvent {
  /** Counts up from 1 within one run: what results cite. */
  readonly number: number
  /** Monotonic; the kernel's or the engine's time where there is one. */
  readonly atNs: bigint
  readonly what: EvidenceWhat
}

export type EvidenceKind = EvidenceWhat['kind']

/** What an IP tunnel is for, as people read it: `*`, `192.0.2.0/24 protocol 17`. */
export interface ScopeLead {
  readonly kind: 'scope'
  readonly text: string
}

/** `connection` counts the outer connections of a run from 1. Octets are valid during the call only. */
export type EvidenceWhat =
  /** A handshake begins. `local` as far as the system tells: the address its routes would send from. */
  | {
      readonly kind: 'connection'
      readonly connection: number
      readonly local: string
      readonly remote: string
      /** Octets in a stream are seen of it, and no packets. */
      readonly overTcp?: true
      /** Of several sockets, as HTTP/1.1 takes one for each tunnel, from 2; absent: the first. */
      readonly socket?: number
      /** The requirement it was opened for, if it was for one alone. */
      readonly about?: string
    }
  /** An outer datagram as it was on the wire: before GSO joins, after GRO splits. */
  | {
      readonly kind: 'outer'
      readonly connection: number
      readonly direction: 'sent' | 'received'
      readonly tos: number
      /** Of `tos` only the two ECN bits were observed. */
      readonly ecnOnly?: true
      /** undefined: not observed. */
      readonly ttl: number | undefined
      readonly bytes: Uint8Array
    }
  /** Octets of a TCP connection, in order; how they were cut into segments was not seen. */
  | {
      readonly kind: 'stream'
      readonly connection: number
      readonly direction: 'sent' | 'received'
      readonly socket?: number
      /** Of the first octet in its direction. */
      readonly offset: number
      /** `fin`, `reset`: the end of this direction, and no octets. */
      readonly what: 'bytes' | 'fin' | 'reset'
      readonly bytes: Uint8Array
    }
  /** A line of NSS key log format. Comes before the first datagram it decrypts. */
  | {readonly kind: 'secret'; readonly connection: number; readonly line: string}
  /** The frames of a QUIC packet in clear. */
  | {
      readonly kind: 'frames'
      readonly connection: number
      readonly direction: 'sent' | 'received'
      /** What protects the packet. */
      readonly level: 'handshake' | '1-rtt'
      readonly packetNumber: bigint
      readonly frames: Uint8Array
    }
  /** What crossed a tunnel. `tunnel` counts the requests of a connection from 1. */
  | {
      readonly kind: 'tunnel'
      readonly connection: number
      readonly tunnel: number
      /** What the tunnel was asked to lead to; of an IP tunnel, its scope: whole packets cross it. */
      readonly target: Target | ScopeLead
      readonly direction: 'sent' | 'received'
      readonly what: TapWhat
      /** The requirement that was looked at through it. */
      readonly about?: string
    }
  /** What the run told its user, but for what crossed a tunnel, which is there already. */
  | {readonly kind: 'run'; readonly event: RunEvent}
  /** A requirement was looked at: what was seen, so that it can be judged again, and what came of it. */
  | {readonly kind: 'looked'; readonly result: Result; readonly seen: unknown}
  /** How it came out: the last event, if there was time for it. */
  | {readonly kind: 'document'; readonly document: ResultDocument}

/** What probes record to. */
export interface Evidence {
  /** False: nobody writes it down, so it need not be made. */
  wants(kind: EvidenceKind): boolean
  /** The event's number. */
  record(atNs: bigint, what: EvidenceWhat): number
  /** The packet of a capture that shows this event; undefined: none does. */
  placeOf(event: number): EvidencePlace | undefined
}

/** `frame` counts the packets of the file from 1, as Wireshark does. */
export interface EvidencePlace {
  readonly frame: number
  readonly file: string
}

/** A place where evidence is kept. */
export interface EvidenceSink {
  readonly wants: ReadonlySet<EvidenceKind>
  /** Writes at once what must survive the end of the process; never throws: trouble is told by `end`. */
  take(event: EvidenceEvent): void
  /** Where it shows an event that results cite; undefined: it does not. */
  placeOf?(event: number): EvidencePlace | undefined
  /** Resolves when everything is where it belongs. @throws an errno error with the `path` */
  end(): Promise<void>
}
