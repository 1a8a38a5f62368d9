/** Requests for IP tunnels by paths of one's own making, and what came of each: opened, refused, given up, or nothing. */
import {Obstacle, type Answer, type Rig, type RigConnection} from '../spec/rig.js'
import type {EndingSeen} from '../spec/tunnel-rig.js'
import {IP_UPGRADE_TOKEN} from '../tunnel/connect-ip.js'
import type {IpTemplate, IpVariables} from '../tunnel/ip-template.js'

/** JSON as it is. */
export interface Asked {
  readonly kind: Answer['kind']
  /** null: no answer came. */
  readonly status: number | null
  /** Of the answer; what it says of the reason is the proxy's own. */
  readonly proxyStatus: string | null
  readonly ending: EndingSeen | null
  /** Why a success status opened no tunnel. */
  readonly problem: string | null
}

export const NOT_ASKED: Asked = {kind: 'silence', status: null, proxyStatus: null, ending: null, problem: null}

const MAX_FIELD = 200
/** Unreserved, so that it comes out of an expansion as it went in. */
const MARK = {target: 'masque-target', ipproto: 'masque-ipproto'} as const

/** @throws Obstacle if there is none, or the proxy was found to offer nothing there */
export function templateOf({place}: Pick<Rig, 'place'>): IpTemplate {
  if (place.ip && place.offersIp !== 'no') return place.ip
  throw new Obstacle(
    'not-applicable',
    place.ip
      ? `no IP tunnels are offered at ${place.ip.text}: a plain request was refused`
      : 'no URI Template for IP tunnels of this proxy is known: give it one to have them examined',
  )
}

/** With these octets in the place of the variables, whatever they are; what the template lacks is left out. */
export function pathWith(template: IpTemplate, raw: Readonly<Record<keyof IpVariables, string>>): string {
  const marks = Object.fromEntries(template.variables.map(name => [name, MARK[name]]))
  return template.variables.reduce((path, name) => path.replace(MARK[name], () => raw[name]), template.expand(marks))
}

/** By default on the connection of the observation. */
export async function askIp(
  rig: Rig,
  path: string,
  signal: AbortSignal,
  connection?: Pick<RigConnection, 'ask'>,
): Promise<Asked> {
  const {scheme, authority} = templateOf(rig)
  const answer = await (connection ?? rig).ask({protocol: IP_UPGRADE_TOKEN, scheme, authority, path}, signal)
  const {kind} = answer
  if (kind === 'silence') return NOT_ASKED
  if (kind === 'ended') return {...NOT_ASKED, kind, ending: answer.ending}
  const field = answer.headers.find(([name]) => name.toLowerCase() === 'proxy-status')?.[1]
  const problem = kind === 'refused' ? answer.problem : null
  return {kind, status: answer.status, proxyStatus: field?.slice(0, MAX_FIELD) ?? null, ending: null, problem}
}

/** In words that go behind "was". */
export function fateOf({kind, status, ending}: Asked): string {
  switch (kind) {
    case 'success':
      return `accepted with ${status}`
    case 'refused':
      return `refused with ${status}`
    case 'ended':
      return `given up (${ending?.detail ?? ''})`
    case 'silence':
      return 'not answered'
  }
}

export function isAccepted({kind}: Asked): boolean {
  return kind === 'success'
}

/** An answer that says no, or the end of the stream by the proxy. */
export function isRejected({kind, problem, ending}: Asked): boolean {
  return (kind === 'refused' && problem === null) || (kind === 'ended' && ending?.by === 'peer')
}
