/** Requests for an IP tunnel of which only the answer counts: what is left out is as in a good one to everywhere. */
import type {HeaderList} from '../http/transport.js'
import type {Answer, Rig, RigConnection} from '../spec/rig.js'
import {IP_UPGRADE_TOKEN} from '../tunnel/connect-ip.js'

/** JSON as it is. */
export interface IpAnswerSeen {
  /** null: none came. */
  readonly status: number | null
  readonly isSuccess: boolean
  readonly headers: HeaderList
}

export const NO_ANSWER: IpAnswerSeen = {status: null, isSuccess: false, headers: []}

/** undefined: no template for IP tunnels is known. */
export async function askForIp(
  rig: Rig,
  connection: RigConnection,
  signal: AbortSignal,
  headers: HeaderList = rig.place.headers,
): Promise<IpAnswerSeen | undefined> {
  const {ip} = rig.place
  if (!ip) return undefined
  const {scheme, authority} = ip
  const request = {protocol: IP_UPGRADE_TOKEN, scheme, authority, path: ip.expand({})}
  return seen(await connection.ask({...request, headers: [['capsule-protocol', '?1'], ...headers]}, signal))
}

function seen(answer: Answer): IpAnswerSeen {
  if (answer.kind !== 'success' && answer.kind !== 'refused') return NO_ANSWER
  return {status: answer.status, isSuccess: answer.kind === 'success', headers: answer.headers}
}

/** What says which credentials are wanted, bounded. */
export function challengesIn(headers: HeaderList): readonly string[] {
  return headers
    .filter(([name]) => /^(www|proxy)-authenticate$/i.test(name))
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`.slice(0, 200))
}
