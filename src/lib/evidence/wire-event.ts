/** What crossed the tunnel's wire, as an event of the run: told as it happens, and again from a saved run. */
import type {HeaderList} from '../http/transport.js'
import type {WireEvent} from '../report/run-event.js'
import type {SavedCrossing} from '../report/saved-run.js'

export interface Crossed {
  /** In the evidence. */
  readonly number: number
  /** Since the run began. */
  readonly tNs: bigint
  readonly tunnel: number
  readonly direction: 'sent' | 'received'
  readonly what: SavedCrossing
}

export function wireEvent({number, tNs, tunnel, direction, what}: Crossed): WireEvent {
  const tMs = Math.round(Number(tNs) / 1e3) / 1e3
  return {event: 'wire', tMs, number, tunnel, direction, kind: what.kind, ...describe(what)}
}

function describe(what: SavedCrossing): Pick<WireEvent, 'detail' | 'headHex' | 'lengthBytes' | 'offset'> {
  switch (what.kind) {
    case 'request': {
      const {method, protocol, authority, path, headers} = what
      return {detail: `${method} ${authority} ${path} :protocol=${protocol ?? 'none'}${fields(headers)}`}
    }
    case 'response':
      return {detail: `${what.status}${fields(what.headers)}`}
    case 'datagram': {
      const {carrier, notSent, lengthBytes, headHex, offset} = what
      const trouble = notSent === undefined ? '' : `, not sent: ${notSent}`
      return {detail: `by ${carrier}${trouble}`, headHex, lengthBytes, ...(offset !== null && {offset})}
    }
    case 'capsule': {
      const {type, lengthBytes, offset} = what
      const detail = `type 0x${BigInt(type).toString(16)}, ${lengthBytes} octets`
      return {detail, ...(offset !== null && {offset})}
    }
    case 'raw':
      return {detail: 'onto the stream', headHex: what.headHex, lengthBytes: what.lengthBytes}
    case 'finish':
      return {detail: 'end of our direction'}
    case 'abort':
      return {detail: what.code === undefined ? 'without a code' : `code 0x${BigInt(what.code).toString(16)}`}
    case 'ended':
      return {detail: what.detail}
  }
}

function fields(headers: HeaderList): string {
  return headers.map(([name, value]) => `; ${name}: ${value}`).join('')
}
