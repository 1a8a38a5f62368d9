/**
 * From what was measured to what may be said. That one of the two cannot live beside the other is said only when it lived
 * without it before and afterwards, and failed beside it every time; silence of both says nothing.
 */
import type {MeasuredFacts, WebTransportFacts} from '../../report/webtransport-facts.js'

export interface Times {
  readonly alone: MeasuredFacts
  readonly beside: readonly MeasuredFacts[]
  readonly after: MeasuredFacts
}

export interface Found {
  readonly tunnel: Times
  readonly session: Times & Pick<WebTransportFacts['session'], 'http' | 'path' | 'announced' | 'answer'>
}

export type Conclusion = Pick<WebTransportFacts, 'conclusion' | 'because'>

/** How often one has to fail beside the other. */
export const ROUNDS = 3

export function conclude(found: Found): Conclusion {
  const {tunnel, session} = found
  if (session.alone.opened !== 'yes') return withoutSession(found)
  if (tunnel.alone.carries !== 'yes') {
    return undecided(`no tunnel carries even without a session${why(tunnel.alone)}`)
  }
  if (session.alone.carries !== 'yes') return undecided(silentSession(session))
  if (session.beside.length === 0) return undecided('there was no time to have both at once')
  const rounds = session.beside.map((each, index) => [tunnel.beside[index]?.carries, each.carries] as const)
  if (rounds.every(([tunnels, sessions]) => tunnels === 'yes' && sessions === 'yes')) {
    return {conclusion: 'side-by-side', because: 'datagrams went there and back through both at the same time'}
  }
  return failing(found, rounds)
}

function failing({tunnel, session}: Found, rounds: readonly (readonly (string | undefined)[])[]): Conclusion {
  const fails = (which: 0 | 1): boolean =>
    rounds.length >= ROUNDS && rounds.every(round => round[which] === 'no' && round[1 - which] === 'yes')
  const words = (what: string, other: string): string =>
    `the ${what} failed ${rounds.length} times beside the ${other}, and lived before and afterwards without it`
  if (fails(0) && tunnel.after.carries === 'yes') {
    const because = words('tunnel', 'session') + why(tunnel.beside.at(-1))
    return {conclusion: 'tunnel-fails-beside-session', because}
  }
  if (fails(1) && session.after.carries === 'yes') {
    const because = words('session', 'tunnel') + why(session.beside.at(-1))
    return {conclusion: 'session-fails-beside-tunnel', because}
  }
  return undecided(
    'side by side they did not fail every time, or not one alone, or the control afterwards failed as well',
  )
}

function withoutSession({session: {alone, announced, answer, http, path}}: Found): Conclusion {
  const status = answer?.status ?? null
  const isRefused = status !== null && status >= 400
  if (announced?.length === 0 && (status === null || isRefused)) {
    const also = isRefused ? `, and a request for a session was refused with ${status}` : ''
    return {conclusion: 'not-offered', because: `its SETTINGS over HTTP/${http} announce no WebTransport${also}`}
  }
  if (alone.opened === 'not-tried') return undecided(`no session was tried${why(alone)}`)
  if (isRefused) {
    return {conclusion: 'refused', because: `a request for a session at this path (${path}) was refused with ${status}`}
  }
  const own = answer ? `; our own request for one: ${answer.detail}` : ''
  return undecided(`no session opened${why(alone)}${own}`)
}

function silentSession({alone, path}: Found['session']): string {
  const received = alone.datagrams?.received ?? 0
  if (received > 0) return `the session opened, but did not carry to the end${why(alone)}`
  return `a session opens, but nothing at its path (${path}) sends datagrams back${why(alone)}`
}

function undecided(because: string): Conclusion {
  return {conclusion: 'undecided', because}
}

function why(measured: MeasuredFacts | undefined): string {
  const because = measured?.because ?? measured?.ending
  return because === null || because === undefined ? '' : `: ${because}`
}
