/** The same request for a tunnel again and again on one connection, over any version of HTTP, as long as it is refused. */
import type {HeaderList} from '../http/transport.js'
import type {Rig} from '../spec/rig.js'
import {writeRequest} from '../wire/h1-head.js'
import {offeredTunnel} from './concealed.js'
import {goodHead} from './malformed-requests.js'

/** JSON as it is. */
export interface SeriesSeen {
  /** Of answers on one connection, in order; 101 is the last, as it leaves nothing to ask on. */
  readonly statuses: readonly number[]
  /** Who ended it before all were asked: `nobody` as far as is known. */
  readonly cut: 'peer' | 'nobody' | null
}

/** Over HTTP/1.1 raw: polite requests there get a connection each. */
export async function series(
  rig: Rig,
  times: number,
  credentials: HeaderList,
  signal: AbortSignal,
): Promise<SeriesSeen> {
  return rig.http === '1.1'
    ? seriesOfH1(rig, times, credentials, signal)
    : seriesOfStreams(rig, times, credentials, signal)
}

async function seriesOfStreams(
  rig: Rig,
  times: number,
  credentials: HeaderList,
  signal: AbortSignal,
): Promise<SeriesSeen> {
  const {request} = offeredTunnel(rig)
  const headers: HeaderList = [['capsule-protocol', '?1'], ...credentials]
  await using connection = await rig.connect(signal)
  const statuses: number[] = []
  while (statuses.length < times) {
    const answer = await connection.ask({...request, headers}, signal)
    if (answer.kind === 'ended') return {statuses, cut: answer.ending.by === 'peer' ? 'peer' : 'nobody'}
    if (answer.kind === 'silence') return {statuses, cut: 'nobody'}
    statuses.push(answer.status)
  }
  return {statuses, cut: null}
}

async function seriesOfH1(rig: Rig, times: number, credentials: HeaderList, signal: AbortSignal): Promise<SeriesSeen> {
  const {request} = offeredTunnel(rig)
  // Without the user's own fields, among which there are credentials.
  const head = goodHead({place: {...rig.place, headers: credentials}}, request)
  await using raw = await rig.rawHttp1(signal)
  const statuses: number[] = []
  while (statuses.length < times) {
    await raw.write(writeRequest(head))
    const answer = await raw.head(rig.timeoutMs, signal)
    const status = answer?.status ?? null
    if (status === null) return {statuses, cut: raw.ending()?.by === 'peer' ? 'peer' : 'nobody'}
    if (status === 101) return {statuses: [...statuses, status], cut: null}
    if (status >= 200) statuses.push(status)
  }
  return {statuses, cut: null}
}
