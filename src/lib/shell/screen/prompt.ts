/** The prompt: where the session stands, in one glance. `h3 t1 udp 192.0.2.1:53 ok 12ms > ` */
import {escape} from '../../style/escape.js'
import type {Session} from '../session/session.js'

const VERSIONS = {'3': 'h3', '2': 'h2', '1.1': 'h1'} as const

export function promptFor({tunnels, held, outers}: Session): string {
  const holding = held ? ` (${held.length} held)` : ''
  const {focus} = tunnels
  if (!focus) {
    const outer = outers.at(-1)
    return `${outer ? `${VERSIONS[outer.http]} ${outer.address}` : 'masque'}${holding} > `
  }
  const {name, kind, label, state, outer} = focus
  const rttMs = focus.rttMs ?? outer.connection?.figures().rttMs?.smoothed
  const rtt = rttMs === undefined || focus.ending ? '' : ` ${rttMs < 10 ? rttMs.toFixed(1) : Math.round(rttMs)}ms`
  return `${VERSIONS[outer.http]} ${name} ${kind} ${escape(label)} ${state}${rtt}${holding} > `
}
