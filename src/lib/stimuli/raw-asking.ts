/**
 * Asks over HTTP/3 or HTTP/2 with any fields at all, and says what came of it: as facts, and what those facts mean. A
 * request that nobody answers is followed by a good one, so that silence can be told from a connection that is dead.
 */
import type {HeaderList} from '../http/transport.js'
import type {RawAnswer, RawExchange, RawHttp2, RawHttp3, StreamOver} from '../spec/raw-rig.js'
import type {Rig} from '../spec/rig.js'

export type RawStreams = RawHttp3 | RawHttp2

/** JSON as it is. */
export interface Heard {
  /** null: the request could not be sent. */
  readonly answer: RawAnswer | null
  /** Of an answer of success: how the stream ended soon afterwards; null: it did not. */
  readonly later: StreamOver | null
}

export const NOTHING_HEARD: Heard = {answer: null, later: null}

export type Meaning =
  | {readonly kind: 'accepted'; readonly status: number}
  /** A success, and the stream or the connection was given up at once. */
  | {readonly kind: 'withdrawn'; readonly status: number; readonly words: string}
  /** A status of 300 or more. */
  | {readonly kind: 'refused'; readonly status: number}
  /** `code`: decimal. */
  | {readonly kind: 'reset'; readonly code: string; readonly codeName: string}
  /** The stream ended without an answer. */
  | {readonly kind: 'empty'}
  /** The peer closed the connection for it. */
  | {readonly kind: 'connection'; readonly codeName: string | null; readonly detail: string}
  | {readonly kind: 'unreadable'; readonly problem: string}
  /** Nothing came, or the network ended it. */
  | {readonly kind: 'silence'}

/** The SETTINGS of the proxy are there, or it is slow with them. @throws Obstacle */
export async function openStreams(rig: Rig, signal: AbortSignal): Promise<RawStreams> {
  const raw = rig.http === '2' ? await rig.rawHttp2(signal) : await rig.rawHttp3(signal)
  await raw.settled(signal)
  return raw
}

export interface Asked extends Heard {
  /** undefined: it could not be sent. */
  readonly exchange: RawExchange | undefined
}

/** Waits as long as the user waits for an answer, but for `withinMs`. */
export async function askFields(
  rig: Rig,
  raw: RawStreams,
  fields: HeaderList,
  signal: AbortSignal,
  withinMs = rig.timeoutMs,
): Promise<Asked> {
  const exchange = await raw.request(fields, signal)
  const answer = (await exchange?.answer(withinMs, signal)) ?? null
  return {exchange, answer, later: null}
}

export interface Trial extends Heard {
  readonly name: string
  /** A good request behind it on the same connection; null: not asked, as there was no need to. */
  readonly behind: Heard | null
}

/**
 * Asks with fields that ought to be refused: waits a little for the answer, and longer if a good request behind it is
 * answered. Of a success it is seen whether it lasts.
 */
export async function tryFields(
  rig: Rig,
  raw: RawStreams,
  {name, fields, good}: {readonly name: string; readonly fields: HeaderList; readonly good: HeaderList},
  signal: AbortSignal,
): Promise<Trial & Asked> {
  const asked = await askFields(rig, raw, fields, signal, rig.patienceMs)
  const {exchange} = asked
  if (meaningOf(asked).kind !== 'silence')
    return {name, ...asked, later: await laterOf(rig, asked, signal), behind: null}
  const behind = heardOf(await askFields(rig, raw, good, signal))
  const answer = (await exchange?.answer(rig.patienceMs, signal)) ?? null
  const again = {exchange, answer, later: null}
  return {name, ...again, later: await laterOf(rig, again, signal), behind}
}

async function laterOf(rig: Rig, asked: Asked, signal: AbortSignal): Promise<StreamOver | null> {
  if (meaningOf(asked).kind !== 'accepted') return null
  return (await asked.exchange?.over(rig.patienceMs, signal)) ?? null
}

/** The facts alone. */
export function heardOf({answer, later}: Heard): Heard {
  return {answer, later}
}

export function trialOf({name, answer, later, behind}: Trial): Trial {
  return {name, answer, later, behind}
}

export function meaningOf({answer, later}: Heard): Meaning {
  switch (answer?.kind) {
    case 'response':
      if (answer.status >= 300) return {kind: 'refused', status: answer.status}
      return later ? meaningOfLater(answer.status, later) : {kind: 'accepted', status: answer.status}
    case 'over':
      return meaningOfEnd(answer.how)
    case 'unreadable':
      return {kind: 'unreadable', problem: answer.problem}
    case 'silence':
    case undefined:
      return {kind: 'silence'}
  }
}

/** A success that the peer ends in an orderly way was one. */
function meaningOfLater(status: number, later: StreamOver): Meaning {
  const end = meaningOfEnd(later)
  if (end.kind !== 'reset' && end.kind !== 'connection') return {kind: 'accepted', status}
  return {kind: 'withdrawn', status, words: wordsOf(end)}
}

function meaningOfEnd(over: StreamOver): Meaning {
  switch (over.how) {
    case 'fin':
      return {kind: 'empty'}
    case 'reset':
    case 'stopped':
      return {kind: 'reset', code: over.code, codeName: over.codeName}
    case 'connection':
      if (over.ending.by === 'network') return {kind: 'silence'}
      return {kind: 'connection', codeName: over.ending.codeName, detail: over.ending.detail}
  }
}

/** For sentences: "the proxy …". */
export function wordsOf(meaning: Meaning): string {
  switch (meaning.kind) {
    case 'accepted':
    case 'refused':
      return `answered ${meaning.status}`
    case 'withdrawn':
      return `answered ${meaning.status} and then ${meaning.words}`
    case 'reset':
      return `gave the stream up with ${meaning.codeName}`
    case 'empty':
      return 'ended the stream without an answer'
    case 'connection':
      return `closed the connection (${meaning.detail})`
    case 'unreadable':
      return `sent what cannot be read: ${meaning.problem}`
    case 'silence':
      return 'did not answer'
  }
}

/** Somebody in front of the proxy may have mended the request. */
export function hasVia({answer}: Heard): boolean {
  return answer?.kind === 'response' && answer.headers.some(([name]) => name.toLowerCase() === 'via')
}
