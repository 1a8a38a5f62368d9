/** What crossed the tunnel's wire, as an event of the run: heads of payloads in hex, lengths in octets. */
import {requestFields, responseFields} from '../evidence/secret-fields.js'
import type {TapEvent} from '../http/tap.js'
import type {HeaderList} from '../http/transport.js'
import type {WireEvent} from '../report/run-event.js'
import {round} from './phases.js'

const HEAD_BYTES = 24

/** @param number in the evidence. @param beganNs when the run began, on the clock of the tap */
export function wireEvent({tunnel, atNs, direction, what}: TapEvent, number: number, beganNs: bigint): WireEvent {
  const tMs = round(Number(atNs - beganNs) / 1e6)
  return {event: 'wire', tMs, number, tunnel, direction, kind: what.kind, ...describe(what)}
}

function describe(what: TapEvent['what']): Pick<WireEvent, 'detail' | 'headHex' | 'lengthBytes' | 'offset'> {
  switch (what.kind) {
    case 'request': {
      const {method, protocol, authority, path, headers} = what.request
      return {detail: `${method} ${authority} ${path} :protocol=${protocol ?? 'none'}${fields(requestFields(headers))}`}
    }
    case 'response':
      return {detail: `${what.head.status}${fields(responseFields(what.head.headers))}`}
    case 'datagram': {
      const {carrier, outcome, payload, offset} = what
      const trouble = outcome === undefined || outcome === 'accepted' ? '' : `, not sent: ${words(outcome)}`
      return {detail: `by ${carrier}${trouble}`, ...bytes(payload), ...(offset !== undefined && {offset})}
    }
    case 'capsule':
      return {
        detail: `type 0x${what.type.toString(16)}, ${what.length} octets`,
        ...(what.offset !== undefined && {offset: what.offset}),
      }
    case 'raw':
      return {detail: 'onto the stream', ...bytes(what.bytes)}
    case 'finish':
      return {detail: 'end of our direction'}
    case 'abort':
      return {detail: `code 0x${what.code.toString(16)}`}
    case 'ended':
      return {detail: what.ending.detail}
  }
}

function fields(headers: HeaderList): string {
  return headers.map(([name, value]) => `; ${name}: ${value}`).join('')
}

function words(outcome: string | {readonly tooLarge: number}): string {
  return typeof outcome === 'string' ? outcome : `larger than ${outcome.tooLarge}`
}

function bytes(payload: Uint8Array): Pick<WireEvent, 'headHex' | 'lengthBytes'> {
  return {headHex: Buffer.from(payload.subarray(0, HEAD_BYTES)).toString('hex'), lengthBytes: payload.length}
}
