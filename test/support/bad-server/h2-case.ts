/** A server of HTTP/2 that is bad in one point: what it does, how that must end, and what many of them are made of. */
import {concat} from '../../../src/lib/wire/bytes.js'
import * as frame from '../../../src/lib/wire/h2-frame.js'
import type {Ending} from '../../../src/lib/http/ending.js'
import type {Fault, Viability} from '../../../src/lib/report/document.js'
import type {H2Guest, H2Visit} from './h2-guest.js'

/** What comes of a meeting. */
export type Meeting =
  /** No tunnel: the ending of the request. */
  | {readonly kind: 'failed'; readonly ending: Partial<Ending>}
  /** An answer that is a refusal, or pretends to be a tunnel. */
  | {readonly kind: 'refused' | 'malformed'}
  /** A tunnel that ended so. */
  | {readonly kind: 'ended'; readonly ending: Partial<Ending>}
  /** A tunnel that still carries. */
  | {readonly kind: 'lives'}
  /** Nothing until the timeout. */
  | {readonly kind: 'silent'}

export interface H2Case {
  readonly name: string
  readonly script: (guest: H2Guest) => Promise<unknown>
  readonly expected: Meeting
  /** What `probe udp` makes of it; `code` of the diagnosis, none where a tunnel was opened. */
  readonly command: readonly [exit: number, viability: Viability, blame: Fault | null, code?: string]
  /** In the detail of the ending. */
  readonly says?: string
}

export const none = new Uint8Array(0)
export const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
export const garbage = Uint8Array.from({length: 1000}, (_, index) => (index * 151 + 89) & 0xff)
export const filling = new Uint8Array(16_000)

export const protocolError = {by: 'us', how: 'protocol-error', scope: 'connection'} as const
export const malformed = {by: 'us', how: 'malformed', scope: 'tunnel'} as const
export const overLimit = {by: 'us', how: 'over-limit'} as const

/** SETTINGS, the request, a tunnel, and then this. */
export function inTunnel(then: (visit: H2Visit, guest: H2Guest) => unknown): H2Case['script'] {
  return async guest => {
    const visit = await guest.greet()
    await visit.accept()
    await then(visit, guest)
  }
}

/** SETTINGS, the request, and then this. */
export function atRequest(then: (visit: H2Visit, guest: H2Guest) => unknown): H2Case['script'] {
  return async guest => then(await guest.greet(), guest)
}

export const times = (count: number, bytes: Uint8Array): Uint8Array =>
  concat(...Array.from({length: count}, () => bytes))
export const onConnection = (type: number, body: Uint8Array, flags = 0): Uint8Array => frame.write(type, body, {flags})
