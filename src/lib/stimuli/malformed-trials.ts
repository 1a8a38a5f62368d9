/**
 * All malformed requests of a list over HTTP/3 or HTTP/2, framed by good ones: on one connection, or on a connection
 * each. What is made of the answers is up to each requirement.
 */
import {write as capsule, DATAGRAM} from '../wire/capsule.js'
import * as httpDatagram from '../wire/http-datagram.js'
import type {RawExchange} from '../spec/raw-rig.js'
import type {Rig} from '../spec/rig.js'
import {fail, inconclusive, type Verdict} from '../spec/verdict.js'
import {goodFields, MALFORMED_FIELDS, udpWish, type MalformedFields} from './malformed-requests.js'
import {askFields, heardOf, meaningOf, NOTHING_HEARD, openStreams, trialOf, tryFields, wordsOf} from './raw-asking.js'
import type {Heard, Meaning, RawStreams, Trial} from './raw-asking.js'
import {datagramsOn} from './raw-datagrams.js'

export interface UdpTrial extends Trial {
  /** Of a tunnel that was opened: whether an echo crossed it; null: there was none to try, or nobody to ask. */
  readonly echoed: boolean | null
}

export interface Trials {
  /** A good request, before all others. */
  readonly control: Heard
  /** Another on the connection of the last malformed one, if that lives; null: it does not. */
  readonly after: Heard | null
  readonly trials: readonly UdpTrial[]
}

export const NO_TRIALS: Trials = {control: NOTHING_HEARD, after: null, trials: []}

export interface TrialOptions {
  readonly list?: readonly MalformedFields[]
  /** Connections: one for all, as long as it lives, or one for each. */
  readonly connections: 'one' | 'each'
}

/** Without a good answer to the good request nothing else is asked. @throws Obstacle */
export async function tryUdp(
  rig: Rig,
  {list = MALFORMED_FIELDS, connections}: TrialOptions,
  signal: AbortSignal,
): Promise<Trials> {
  const good = goodFields(rig, udpWish(rig))
  let raw = await openStreams(rig, signal)
  const control = heardOf(await askFields(rig, raw, good, signal))
  if (meaningOf(control).kind !== 'accepted') return {control, after: null, trials: []}
  const trials: UdpTrial[] = []
  for (const {name, spoil} of list) {
    if (connections === 'each' || raw.ending()) raw = await openStreams(rig, signal)
    const tried = await tryFields(rig, raw, {name, fields: spoil(good), good}, signal)
    const isOpen = meaningOf(tried).kind === 'accepted'
    const echoed = isOpen && tried.exchange ? await echoOver(rig, raw, tried.exchange, signal) : null
    trials.push({...trialOf(tried), echoed})
  }
  const after = raw.ending() ? null : heardOf(await askFields(rig, raw, good, signal))
  return {control, after, trials}
}

/** Whether the target answers through this tunnel; null: there is nobody to ask. */
export async function echoOver(
  rig: Rig,
  raw: RawStreams,
  exchange: RawExchange,
  signal: AbortSignal,
): Promise<boolean | null> {
  if (!rig.place.target) return null
  const talk = rig.talk()
  const question = talk.question()
  if (!question) return null
  await exchange.data(capsule(DATAGRAM, httpDatagram.writeContext(0n, question)))
  const isAnswered = (): boolean => datagramsOn(raw, exchange).some(payload => talk.hears(payload))
  if (await rig.until(isAnswered, rig.patienceMs, signal)) return true
  return ((await talk.reached(signal)) ?? 0) > 0
}

/** What each trial comes to, and `undefined` if the good request was accepted. */
export function controlProblem({control}: Trials): Verdict | undefined {
  const meaning = meaningOf(control)
  if (meaning.kind === 'accepted') return undefined
  return inconclusive(
    `the proxy ${wordsOf(meaning)} to a good request, so that what it does with malformed ones says nothing`,
  )
}

/** `a request without :path`. */
export function whatOf({name}: Pick<Trial, 'name'>): string {
  return `a request ${MALFORMED_FIELDS.find(each => each.name === name)?.what ?? name}`
}

export function told(trial: Trial, meaning: Meaning = meaningOf(trial)): string {
  return `to ${whatOf(trial)} the proxy ${wordsOf(meaning)}`
}

export function wronglyAccepted(trial: Trial, more = ''): Verdict {
  return fail('a malformed request opens no tunnel', `${told(trial)}${more}`)
}
