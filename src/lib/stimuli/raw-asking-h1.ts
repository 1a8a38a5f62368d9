/**
 * Asks over HTTP/1.1 with any head at all, each time on a connection of its own, and says what came of it: as facts, and
 * what those facts mean.
 */
import type {HeaderList} from '../http/transport.js'
import type {RawHead, RawHttp1} from '../spec/raw-rig.js'
import type {Rig} from '../spec/rig.js'
import type {EndingSeen} from '../spec/tunnel-rig.js'
import {writeRequest} from '../wire/h1-head.js'
import type {RequestHead} from './malformed-requests.js'

/** JSON as it is. */
export interface HeardH1 {
  /** The final head; null: none came. */
  readonly head: RawHead | null
  /** Statuses before it, but for 101. */
  readonly interim: readonly number[]
  /** Where no head came: how the connection ended; null: it did not. */
  readonly ending: EndingSeen | null
}

export const NOTHING_HEARD_H1: HeardH1 = {head: null, interim: [], ending: null}

export type MeaningH1 =
  | {readonly kind: 'switched'}
  /** A status of 400 or more. */
  | {readonly kind: 'error'; readonly status: number}
  /** 2xx or 3xx: as a GET is answered. */
  | {readonly kind: 'ordinary'; readonly status: number}
  | {readonly kind: 'unreadable'; readonly problem: string}
  /** By the peer, without an answer. */
  | {readonly kind: 'closed'; readonly detail: string}
  | {readonly kind: 'silence'}

/** On a connection of its own. @throws Obstacle */
export async function askHead(rig: Rig, head: RequestHead, signal: AbortSignal): Promise<HeardH1> {
  const raw = await rig.rawHttp1(signal)
  await raw.write(writeRequest(head))
  return hear(rig, raw, signal)
}

/** The final head that comes next. */
export async function hear(rig: Rig, raw: RawHttp1, signal: AbortSignal): Promise<HeardH1> {
  const interim: number[] = []
  for (;;) {
    const head = await raw.head(rig.timeoutMs, signal)
    if (!head) return {head: null, interim, ending: raw.ending()}
    const {status} = head
    if (status === null || status === 101 || status >= 200 || interim.length > 9) return {head, interim, ending: null}
    interim.push(status)
  }
}

export function meaningOfH1({head, ending}: HeardH1): MeaningH1 {
  if (head) return meaningOfHead(head)
  if (ending && ending.by !== 'network') return {kind: 'closed', detail: ending.detail}
  return {kind: 'silence'}
}

function meaningOfHead({status, problem}: RawHead): MeaningH1 {
  if (status === null) return {kind: 'unreadable', problem: problem ?? 'no head'}
  if (status === 101) return {kind: 'switched'}
  return {kind: status >= 400 ? 'error' : 'ordinary', status}
}

/** For sentences: "the proxy …". */
export function wordsOfH1(meaning: MeaningH1): string {
  switch (meaning.kind) {
    case 'switched':
      return 'answered 101'
    case 'error':
    case 'ordinary':
      return `answered ${meaning.status}`
    case 'unreadable':
      return `sent what cannot be read: ${meaning.problem}`
    case 'closed':
      return `closed the connection without an answer (${meaning.detail})`
    case 'silence':
      return 'did not answer'
  }
}

/** The lines of a field, as they came. */
export function linesOf(headers: HeaderList, name: string): readonly string[] {
  return headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value)
}
