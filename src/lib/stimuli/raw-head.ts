/** The head that answers a good request for a tunnel, raw, over any version of HTTP: libraries hide and add fields. */
import type {HeaderList} from '../http/transport.js'
import type {Rig} from '../spec/rig.js'
import {inconclusive, type Verdict} from '../spec/verdict.js'
import {parseItem} from '../wire/structured-field.js'
import {goodFields, goodHead, udpWish} from './malformed-requests.js'
import {askFields, meaningOf, openStreams, wordsOf} from './raw-asking.js'
import {askHead, linesOf, meaningOfH1, wordsOfH1} from './raw-asking-h1.js'

/** JSON as it is. */
export interface SeenHead {
  /** null: no final head came. */
  readonly status: number | null
  readonly headers: HeaderList
  /** What is wrong with the head as such; null: nothing. */
  readonly problem: string | null
  /** "the proxy …" */
  readonly words: string
}

export const NO_HEAD: SeenHead = {status: null, headers: [], problem: null, words: 'did not answer'}

/** @throws Obstacle */
export async function askForHead(rig: Rig, signal: AbortSignal): Promise<SeenHead> {
  const wish = udpWish(rig)
  if (rig.http === '1.1') {
    const heard = await askHead(rig, goodHead(rig, wish), signal)
    const words = wordsOfH1(meaningOfH1(heard))
    const {status = null, headers = [], problem = null} = heard.head ?? {}
    return {status, headers, problem, words}
  }
  const heard = await askFields(rig, await openStreams(rig, signal), goodFields(rig, wish), signal)
  const words = wordsOf(meaningOf(heard))
  const {answer} = heard
  if (answer?.kind === 'response') return {status: answer.status, headers: answer.headers, problem: null, words}
  return {...NO_HEAD, words, problem: answer?.kind === 'unreadable' ? answer.problem : null}
}

/** Nothing can be said of a success that is none. */
export function noSuccess({words}: SeenHead): Verdict {
  return inconclusive(`to a request for a tunnel the proxy ${words}, so that there is no success to look at`)
}

/** RFC 9297 section 3.2: with these, what follows would be content, and not capsules. */
const CONTENT_FIELDS = ['content-length', 'content-type', 'transfer-encoding']

/** `content-length: "0"`, of each that is there. */
export function contentFields({headers}: Pick<SeenHead, 'headers'>): readonly string[] {
  return headers
    .filter(([name]) => CONTENT_FIELDS.includes(name.toLowerCase()))
    .map(([name, value]) => `${name}: ${JSON.stringify(value.slice(0, 60))}`)
}

export function saysCapsules({headers}: Pick<SeenHead, 'headers'>): boolean {
  const parsed = parseItem(linesOf(headers, 'capsule-protocol'))
  return 'value' in parsed && parsed.value.value === true
}
