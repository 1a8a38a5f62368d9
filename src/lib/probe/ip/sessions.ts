/**
 * Several sessions on one connection: whether each has addresses of its own, and whether packets go from one to the other.
 * That they do is seen; that they do not is said only where both ends were shown to live before and after.
 */
import type {SessionsFacts} from '../../report/ip-facts.js'
import {sleep} from '../../spec/clock.js'
import type {Family} from '../../wire/ip/address.js'
import type {Known} from '../exchange.js'
import {echo, ECHO_DATA_BYTES} from './echo.js'
import {openAnother, type AnotherContext, type LiveSession} from './open-session.js'
import {echoRequest} from './packet.js'
import {HOP_LIMIT, type Vantage} from './vantage.js'

export interface SessionsContext extends AnotherContext {
  /** With the first. */
  readonly wanted: number
  /** Somebody who answered ICMP echo before: a control. */
  readonly answers: (family: Family) => string | undefined
}

const TRIES = 3
const SPACING_MS = 20
/** For a control; and for what should come, five times as long as that took. */
const CONTROL_MS = 1000
const CONTROL = {count: 2, intervalMs: 20, timeoutMs: CONTROL_MS, dataBytes: ECHO_DATA_BYTES}
const MIN_PATIENCE_MS = 150
const MAX_PATIENCE_MS = 1000

export async function otherSessions(
  first: LiveSession,
  context: SessionsContext,
  signal: AbortSignal,
): Promise<SessionsFacts> {
  const others: LiveSession[] = []
  let refusal: string | null = null
  try {
    while (1 + others.length < context.wanted && refusal === null && !signal.aborted) {
      const random = context.random.fork(`session ${others.length + 2}`)
      const opened = await openAnother({...context, random}, signal)
      if ('refusal' in opened) refusal = opened.refusal
      else others.push(opened)
    }
    const addresses = [first, ...others].map(session => session.addresses)
    const differ = allDiffer(addresses)
    const crossing = differ === 'no' ? SAME : await cross(first, others[0], context.answers, signal)
    return {asked: context.wanted, opened: addresses.length, refusal, addresses, differ, ...crossing}
  } finally {
    await Promise.all(others.map(async other => other[Symbol.asyncDispose]()))
  }
}

function allDiffer(addresses: readonly (readonly string[])[]): Known {
  if (addresses.length < 2 || addresses.some(list => list.length === 0)) return 'unknown'
  const all = addresses.flat()
  return new Set(all).size === all.length ? 'yes' : 'no'
}

type Crossing = Pick<SessionsFacts, 'isolated' | 'because'>

const SAME: Crossing = {
  isolated: 'unknown',
  because: 'they have an address in common, so no packet can go from one to the other',
}

async function cross(
  first: LiveSession,
  other: LiveSession | undefined,
  answers: SessionsContext['answers'],
  signal: AbortSignal,
): Promise<Crossing> {
  if (!other) return {isolated: 'unknown', because: 'there is no second session'}
  const found = await Promise.all(([4, 6] as const).map(family => crossIn(family, first, other, answers, signal)))
  const known = found.filter(one => one !== undefined)
  return (
    known.find(({isolated}) => isolated === 'no') ??
    known.find(({isolated}) => isolated === 'yes') ??
    known[0] ?? {isolated: 'unknown', because: 'they have no addresses of one family'}
  )
}

async function crossIn(
  family: Family,
  first: LiveSession,
  other: LiveSession,
  answers: SessionsContext['answers'],
  signal: AbortSignal,
): Promise<Crossing | undefined> {
  const [here, there] = [first.vantage(family), other.vantage(family)]
  if (!here || !there) return undefined
  const control = answers(family)
  const before = await slowest([here, there], control, signal)
  const patienceMs = before === undefined ? MAX_PATIENCE_MS : Math.max(MIN_PATIENCE_MS, 5 * before)
  if (await arrives(there, here, Math.min(MAX_PATIENCE_MS, patienceMs), signal)) {
    return {isolated: 'no', because: `a packet from ${there.source} in one came out at ${here.source} in the other`}
  }
  if (before === undefined || (await slowest([here, there], control, signal)) === undefined) {
    return {
      isolated: 'unknown',
      because: 'no packet came from one to the other, and nothing shows that both were alive',
    }
  }
  return {
    isolated: 'yes',
    because: `${TRIES} packets from ${there.source} to ${here.source} did not arrive, while both had answers from ${control ?? ''}`,
  }
}

/** A control: the slowest answer that both had; undefined if one had none, or there is nobody to ask. */
async function slowest(
  both: readonly Vantage[],
  to: string | undefined,
  signal: AbortSignal,
): Promise<number | undefined> {
  if (to === undefined) return undefined
  const context = {beganMs: 0, onEvent: () => undefined}
  const echoed = await Promise.all(both.map(async at => echo(at, to, CONTROL, context, signal)))
  const times = echoed.map(({facts}) => facts.rttMs?.max)
  return times.every(ms => ms !== undefined) ? Math.max(...times) : undefined
}

/** Both ends are ours, whatever routes there are. Nobody answers: that something comes is enough. */
async function arrives(from: Vantage, to: Vantage, patienceMs: number, signal: AbortSignal): Promise<boolean> {
  const id = from.random.integer(0x10000)
  const arrived = new AbortController()
  const stopListening = to.session.listen(({inner: {body}}) => {
    if (body.kind !== 'echo-request' || body.id !== id) return false
    arrived.abort()
    return true
  })
  const until = AbortSignal.any([signal, arrived.signal])
  for (let sequence = 0; sequence < TRIES && !until.aborted; sequence++) {
    const ends = {source: from.source, destination: to.source}
    await from.session.tunnel.send(echoRequest(ends, {id, sequence, data: new Uint8Array(ECHO_DATA_BYTES)}, HOP_LIMIT))
    await sleep(from.clock, SPACING_MS, until).catch(() => undefined)
  }
  await sleep(from.clock, patienceMs, until).catch(() => undefined)
  stopListening()
  return arrived.signal.aborted
}
