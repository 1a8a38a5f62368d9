/**
 * Requests for tunnels to addresses that a proxy had better not be used for (RFC 9298 section 7), and what came of them.
 * A tunnel that opens is closed at once and nothing is sent through it. No rule is attached: what is open is told, and
 * with what words the rest is refused.
 */
import type {FaultyPolicy} from '../spec/probe.js'
import type {Answer, Rig} from '../spec/rig.js'
import {inconclusive, observed, pass, type Verdict} from '../spec/verdict.js'
import {errorOf, readMembers} from './proxy-status.js'
import {linesOf} from './refusals.js'

export interface ForbiddenSeen {
  /** Of the request for a tunnel to the usual target. */
  readonly usual: Outcome
  readonly tried: readonly {readonly target: string; readonly outcome: Outcome}[]
}

/** A status; `opened` with one of success. */
export type Outcome =
  | {readonly kind: 'opened' | 'refused'; readonly status: number; readonly saysProhibited: boolean}
  /** The stream or the connection was given up for it. */
  | {readonly kind: 'reset'; readonly detail: string}
  | {readonly kind: 'silence'}

export const NOTHING_TRIED: ForbiddenSeen = {usual: {kind: 'silence'}, tried: []}

/** Discard, the port of HTTP/3, and one of no meaning. */
const PORTS = [9, 443]
const FIRST_PRIVATE_PORT = 49_152
const PRIVATE_PORTS = 16_384
/** They say "not you", whatever is asked for. */
const NOT_YOU: ReadonlySet<number> = new Set([401, 403, 407])

/** @param more ports for this row alone */
export async function tryTargets(
  rig: Rig,
  hosts: readonly string[],
  signal: AbortSignal,
  more: readonly number[] = [],
): Promise<ForbiddenSeen> {
  const usual = outcomeOf(await rig.ask({}, signal))
  if (usual.kind === 'silence') return {usual, tried: []}
  const ports = [...new Set([...PORTS, ...more, FIRST_PRIVATE_PORT + rig.random.integer(PRIVATE_PORTS)])]
  const tried: ForbiddenSeen['tried'][number][] = []
  for (const host of hosts) {
    const answers = await Promise.all(ports.map(port => ask(rig, host, port, signal)))
    tried.push(
      ...ports.map((port, index) => ({target: named(host, port), outcome: answers[index] ?? {kind: 'silence'}})),
    )
    // One host may be met with silence, and if nothing at all is answered, the path is dead.
    if (answers.every(({kind}) => kind === 'silence') && outcomeOf(await rig.ask({}, signal)).kind === 'silence') break
  }
  return {usual, tried}
}

async function ask(rig: Rig, host: string, port: number, signal: AbortSignal): Promise<Outcome> {
  const path = rig.place.udp.expand({target_host: host, target_port: String(port)})
  return outcomeOf(await rig.ask({path}, signal))
}

function outcomeOf(answer: Answer): Outcome {
  switch (answer.kind) {
    case 'success':
      return {kind: 'opened', status: answer.status, saysProhibited: false}
    case 'refused':
      return {kind: 'refused', status: answer.status, saysProhibited: saysProhibited(answer)}
    case 'ended':
      if (answer.ending.by === 'network') return {kind: 'silence'}
      return {kind: 'reset', detail: answer.ending.detail}
    case 'silence':
      return {kind: 'silence'}
  }
}

function saysProhibited({headers}: Extract<Answer, {kind: 'refused'}>): boolean {
  const lines = linesOf(headers, 'proxy-status')
  const read = lines.length > 0 ? readMembers(lines) : undefined
  if (!read || 'problem' in read) return false
  return read.members.some(member => errorOf(member) === 'destination_ip_prohibited')
}

function named(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** @param what the targets are, for sentences */
export function judgeTargets({usual, tried}: ForbiddenSeen, what: string): Verdict {
  const opened = tried.filter(({outcome}) => outcome.kind === 'opened')
  if (opened.length > 0) {
    return observed(`tunnels to ${what} opened, ${opened.length} of ${tried.length}: ${listed(opened)}${rest(tried)}`)
  }
  if (usual.kind === 'silence' || tried.length === 0)
    return inconclusive('the request for a usual tunnel was not answered')
  const silent = tried.filter(({outcome}) => outcome.kind === 'silence')
  if (silent.length > 0) {
    return inconclusive(`${silent.length} of ${tried.length} requests were not answered: ${listed(silent)}`)
  }
  if ([usual, ...tried.map(({outcome}) => outcome)].every(isNotYou)) {
    return inconclusive('every request is refused as one without permission, the usual one as well')
  }
  return pass(`none of ${tried.length} tunnels to ${what} opened${rest(tried)}`)
}

function isNotYou(outcome: Outcome): boolean {
  return outcome.kind === 'refused' && NOT_YOU.has(outcome.status)
}

const MAX_LISTED = 12

function listed(tried: ForbiddenSeen['tried']): string {
  const names = tried.slice(0, MAX_LISTED).map(({target}) => target)
  return [...names, ...(tried.length > MAX_LISTED ? [`and ${tried.length - MAX_LISTED} more`] : [])].join(', ')
}

function rest(tried: ForbiddenSeen['tried']): string {
  const refused = tried.filter(({outcome}) => outcome.kind === 'refused')
  if (refused.length === 0) return ''
  const statuses = [...new Set(refused.flatMap(({outcome}) => (outcome.kind === 'refused' ? [outcome.status] : [])))]
  const saying = refused.filter(({outcome}) => outcome.kind === 'refused' && outcome.saysProhibited).length
  const count = saying === 0 ? 'none' : `${saying}`
  return `; refused with ${statuses.join(', ')}, of ${refused.length} refusals ${count} said destination_ip_prohibited`
}

/** A proxy that may be used for any address. What cannot be reached from its host is promised all the same. */
export const LETS_THROUGH: FaultyPolicy = {
  egress: {mayReach: () => true},
  http: {onNoSocket: () => 'accept'},
}
