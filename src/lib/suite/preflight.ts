/**
 * Before any verdict: is the proxy there over this version of HTTP, what does it offer, does it carry, and how far away
 * is it. What cannot be reached, may not be used or is not offered is told apart here, once, from what breaks a rule.
 */
import type {Preflight} from '../report/check-facts.js'
import {Obstacle, type Answer, type Offered, type Place, type RigConnection} from '../spec/rig.js'
import type {RigContext} from './rig/context.js'

/** What a silent path is given until silence counts, at least; and in round trips. */
const MIN_PATIENCE_MS = 400
const PATIENCE_ROUND_TRIPS = 10
const MAX_PATIENCE_MS = 3000
/** Statuses that say "not here", and "not you". */
const ABSENT: ReadonlySet<number> = new Set([400, 404, 405, 426, 501])
const FORBIDDEN: ReadonlySet<number> = new Set([401, 403, 407])

export interface Flight {
  readonly preflight: Preflight
  readonly patienceMs: number
  /** With what was learnt of what is offered. */
  readonly place: Place
  /** The host says so. Beside another version that is served, this one is not offered; alone, the proxy may be down. */
  readonly nobodyListens: boolean
}

type Offer = Preflight['udp']

/** @param connect opens the connection that polite probes will share. Rejects only with the signal's reason. */
export async function preflight(
  context: RigContext,
  connect: (signal: AbortSignal) => Promise<RigConnection>,
  signal: AbortSignal,
): Promise<Flight> {
  const {http, place, platform} = context
  const told = (state: Preflight['state'], detail: string, udp: Offer = 'unknown', ip: Offer = 'unknown'): Flight => ({
    nobodyListens: false,
    preflight: {http, state, udp, ip, detail},
    patienceMs: patienceFor(0),
    place: {...place, offersUdp: 'unknown', offersIp: 'unknown'},
  })
  let connection
  try {
    connection = await connect(signal)
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error
    const {outcome, message, nobodyListens} = error
    return {...told(outcome === 'not-applicable' ? 'not-offered' : 'unreachable', message), nobodyListens}
  }
  const began = platform.clock.now()
  const answer = await connection.ask({}, signal)
  const roundTripMs = platform.clock.now() - began
  const udp = await whatCameOf(answer, connection, context, signal)
  const ip = place.ip
    ? await askForIp(connection, context, signal)
    : {offer: 'refused' as const, detail: 'no template for IP tunnels'}
  const state = stateOf([udp, ip])
  const reasons = [...because('UDP', udp), ...because('IP', ip)]
  const flight = told(state, reasons.join('; '), udp.offer, ip.offer)
  const offers = {offersUdp: known(udp), offersIp: known(ip)}
  return {...flight, place: {...place, ...offers}, patienceMs: patienceFor(roundTripMs)}
}

export function patienceFor(roundTripMs: number): number {
  return Math.min(MAX_PATIENCE_MS, Math.max(MIN_PATIENCE_MS, PATIENCE_ROUND_TRIPS * roundTripMs))
}

interface Found {
  readonly offer: Offer
  readonly detail: string
  readonly isForbidden?: boolean
}

/** What is fine needs no words. */
function because(name: string, {offer, detail}: Found): string[] {
  return offer === 'carries' ? [] : [`${name}: ${detail}`]
}

async function whatCameOf(
  answer: Answer,
  connection: RigConnection,
  {place}: RigContext,
  signal: AbortSignal,
): Promise<Found> {
  switch (answer.kind) {
    case 'success':
      return carried(place.target !== undefined, async () => {
        await using tunnel = await connection.openUdp(signal)
        return await tunnel.echo(signal)
      })
    case 'refused':
      return refused(answer.status, answer.problem)
    case 'ended':
      return {offer: 'unknown', detail: answer.ending.detail}
    case 'silence':
      return {offer: 'unknown', detail: `no answer to the request within ${answer.waitedMs} ms`}
  }
}

async function askForIp(connection: RigConnection, {place, http}: RigContext, signal: AbortSignal): Promise<Found> {
  const path = place.ip?.expand({}) ?? '/'
  const answer = await connection.ask({protocol: 'connect-ip', path}, signal)
  switch (answer.kind) {
    case 'success':
      return carried(Object.keys(place.ipTarget).length > 0, async () => {
        await using tunnel = await connection.openIp(signal)
        return (await tunnel.ready(signal)).length > 0 && (await tunnel.echo(signal))
      })
    case 'refused':
      return refused(answer.status, answer.problem)
    case 'ended':
      return {offer: 'unknown', detail: answer.ending.detail}
    case 'silence':
      return {offer: 'unknown', detail: `no answer over HTTP/${http} within ${answer.waitedMs} ms`}
  }
}

async function carried(hasTarget: boolean, echoes: () => Promise<boolean>): Promise<Found> {
  if (!hasTarget) return {offer: 'accepted', detail: 'accepted; nobody is known behind it to ask for an echo'}
  try {
    if (await echoes()) return {offer: 'carries', detail: 'carries both ways'}
    return {offer: 'accepted', detail: 'accepted, and no echo came back'}
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error
    return {offer: 'accepted', detail: `accepted, but ${error.message}`}
  }
}

function refused(status: number, problem: string | null): Found {
  if (problem !== null) return {offer: 'unknown', detail: problem}
  if (FORBIDDEN.has(status))
    return {offer: 'refused', detail: `refused with ${status}: not authorised`, isForbidden: true}
  return ABSENT.has(status)
    ? {offer: 'refused', detail: `refused with ${status}: not offered there`}
    : {offer: 'unknown', detail: `refused with ${status}`}
}

function stateOf(found: readonly Found[]): Preflight['state'] {
  if (found.some(({offer}) => offer === 'carries' || offer === 'accepted')) return 'offered'
  if (found.some(({isForbidden}) => isForbidden)) return 'not-authorised'
  return found.every(({offer}) => offer === 'refused') ? 'not-offered' : 'offered'
}

/** What is forbidden to us may be offered to others. */
function known({offer, isForbidden}: Found): Offered {
  if (offer === 'unknown' || isForbidden) return 'unknown'
  return offer === 'refused' ? 'no' : 'yes'
}
