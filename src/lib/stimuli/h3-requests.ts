/** Requests on raw connections of HTTP/3, field by field, and what becomes of them. */
import type {HeaderList} from '../http/transport.js'
import type {RawAnswer, RawExchange, RawHttp3} from '../spec/raw-rig.js'
import type {Place, Rig} from '../spec/rig.js'
import * as httpDatagram from '../wire/http-datagram.js'

/** For requests that lead nowhere anyway (RFC 5737). */
const NOBODY = {host: '192.0.2.1', port: 9}

/** For a UDP tunnel to the target, as it should be. */
export function tunnelFields(place: Place): HeaderList {
  const {host, port} = place.target ?? NOBODY
  const path = place.udp.expand({target_host: host, target_port: String(port)})
  return [
    [':method', 'CONNECT'],
    [':protocol', 'connect-udp'],
    [':scheme', place.scheme],
    [':authority', place.authority],
    [':path', path],
    ['capsule-protocol', '?1'],
    ...place.headers,
  ]
}

/** An ordinary request, whose semantics know no datagrams. */
export function plainFields(place: Place, method: 'GET' | 'POST'): HeaderList {
  return [
    [':method', method],
    [':scheme', place.scheme],
    [':authority', place.authority],
    [':path', '/'],
    ...(method === 'POST' ? ([['content-type', 'application/octet-stream']] as const) : []),
    ...place.headers,
  ]
}

/** Of a good request for a tunnel: any status shows that requests are served; null: none came. */
export async function servedWith(rig: Rig, raw: RawHttp3, signal: AbortSignal): Promise<number | null> {
  const exchange = await raw.request(tunnelFields(rig.place), signal)
  return exchange ? statusOf(await exchange.answer(rig.timeoutMs, signal)) : null
}

export function statusOf(answer: RawAnswer): number | null {
  return answer.kind === 'response' ? answer.status : null
}

export function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300
}

/** The payload of a DATAGRAM frame that carries a UDP payload through the tunnel of this exchange. */
export function datagramFor({id}: Pick<RawExchange, 'id'>, payload: Uint8Array, contextId = 0n): Uint8Array {
  return httpDatagram.write((id ?? 0n) / 4n, httpDatagram.writeContext(contextId, payload))
}
