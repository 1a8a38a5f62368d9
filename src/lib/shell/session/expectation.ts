/**
 * What somebody expects of the peer, held against what was seen. Met and violated are proven; a time that ran out, a
 * lost path or an ending of our own leaves it undecided: silence is held against nobody.
 */
import {inWords} from '../../http/ending.js'
import {equal} from '../../wire/bytes.js'
import {capsuleName, describe, readContext} from '../decode/describe.js'
import type {Code} from '../grammar/registries.js'
import type {ShellEvent, ShellWhat} from './event.js'
import type {ShellTunnel} from './tunnel.js'

export type Expectation =
  | (Contents & {readonly what: 'datagram'; readonly context: bigint | undefined})
  | (Contents & {readonly what: 'capsule'; readonly type: bigint | undefined})
  | {readonly what: 'reset'; readonly code: Code | undefined}
  | {readonly what: 'finished'}
  /** `2xx`, `403`. */
  | {readonly what: 'response'; readonly status: string | undefined}
  | {readonly what: 'nothing'}

interface Contents {
  /** Behind the Context ID, or of the capsule's value. */
  readonly length: bigint | undefined
  readonly payload: Uint8Array | undefined
}

export interface Seen {
  readonly made: ShellTunnel
  /** What came on it and met no other expectation yet. */
  readonly events: readonly ShellEvent[]
  readonly isTimeUp: boolean
}

export type Judgement =
  | {readonly kind: 'waiting'}
  | {readonly kind: 'met'; readonly by: number | undefined; readonly what: string}
  | {readonly kind: 'violated'; readonly actual: string}
  | {readonly kind: 'undecided'; readonly why: string}

/** What is something where nothing is expected: a response is the answer to `open`. */
const SOMETHING: ReadonlySet<string> = new Set(['datagram', 'capsule', 'partial', 'ended'])

const WAITING: Judgement = {kind: 'waiting'}

export function judge(expected: Expectation, seen: Seen): Judgement {
  const judgement = judgeNow(expected, seen)
  if (judgement.kind !== 'waiting' || !seen.isTimeUp) return judgement
  if (expected.what === 'nothing') return {kind: 'met', by: undefined, what: 'nothing came'}
  return {
    kind: 'undecided',
    why: `it did not come in time${others(seen)}; silence proves nothing, it may be late or lost`,
  }
}

function judgeNow(expected: Expectation, seen: Seen): Judgement {
  switch (expected.what) {
    case 'datagram':
    case 'capsule':
      return judgeArrival(expected, seen)
    case 'reset':
      return judgeEnding(seen, how => how === 'reset' || how === 'stopped', expected.code)
    case 'finished':
      return judgeEnding(seen, how => how === 'finished', undefined)
    case 'response':
      return judgeResponse(expected.status, seen)
    case 'nothing': {
      const came = seen.events.find(({direction, what}) => direction === 'received' && SOMETHING.has(what.kind))
      return came ? {kind: 'violated', actual: `#${came.number} came: ${describe(came.what)}`} : WAITING
    }
  }
}

function judgeArrival(expected: Extract<Expectation, Contents>, {made, events}: Seen): Judgement {
  const found = events.find(({direction, what}) => direction === 'received' && fits(expected, what))
  if (found) return {kind: 'met', by: found.number, what: `#${found.number} ${describe(found.what)}`}
  const {ending, tunnel, name, state} = made
  if (!tunnel) return {kind: 'undecided', why: `${name} is not open (${state})`}
  if (!ending) return WAITING
  // What goes by the stream is not lost: when the peer ended that, there was none.
  const reliable = expected.what === 'capsule' || tunnel.carrier === 'capsule'
  if (reliable && ending.by === 'peer')
    return {kind: 'violated', actual: `none came before the end: ${inWords(ending)}`}
  return {kind: 'undecided', why: `the tunnel ended first: ${inWords(ending)}`}
}

function fits(expected: Extract<Expectation, Contents>, what: ShellWhat): boolean {
  const {length, payload} = expected
  if (expected.what === 'capsule') {
    if (what.kind !== 'capsule' || (expected.type !== undefined && what.type !== expected.type)) return false
    return (
      (length === undefined || what.length === length) && (!payload || (what.isWhole && equal(payload, what.value)))
    )
  }
  if (what.kind !== 'datagram') return false
  const read = readContext(what.payload)
  if (expected.context !== undefined && read?.contextId.value !== expected.context) return false
  const inner = read?.payload ?? what.payload
  return (length === undefined || BigInt(inner.length) === length) && (!payload || equal(payload, inner))
}

/** A tunnel ends once: another way than the expected one is proof. */
function judgeEnding(
  {made: {ending, tunnel, response}}: Seen,
  isExpected: (how: string) => boolean,
  code: Code | undefined,
): Judgement {
  if (!ending && response && !tunnel)
    return {kind: 'violated', actual: `the request was answered with ${response.status}`}
  if (!ending) return WAITING
  if (ending.by !== 'peer') return {kind: 'undecided', why: `it was not the peer that ended it: ${inWords(ending)}`}
  const actual = inWords(ending)
  if (!isExpected(ending.how)) return {kind: 'violated', actual}
  if (code !== undefined && ending.code !== code.value) return {kind: 'violated', actual}
  return {kind: 'met', by: undefined, what: actual}
}

function judgeResponse(status: string | undefined, {made: {response, ending}}: Seen): Judgement {
  if (response) {
    const actual = String(response.status)
    const good = status === undefined || new RegExp(`^${status.replaceAll('x', '\\d')}$`).test(actual)
    return good
      ? {kind: 'met', by: undefined, what: `the status is ${actual}`}
      : {kind: 'violated', actual: `the status is ${actual}`}
  }
  if (!ending) return WAITING
  if (ending.by === 'peer') return {kind: 'violated', actual: `there was none: ${inWords(ending)}`}
  return {kind: 'undecided', why: `there was none: ${inWords(ending)}`}
}

function others({events}: Seen): string {
  const came = events.filter(({direction, what}) => direction === 'received' && SOMETHING.has(what.kind))
  if (came.length === 0) return ''
  const numbers = came.slice(0, 5).map(({number}) => `#${number}`)
  return `, though ${numbers.join(', ')}${came.length > 5 ? ' and more' : ''} did`
}

/** As a clause: `a datagram of 1200 octets`. */
export function expectationWords(expected: Expectation): string {
  switch (expected.what) {
    case 'datagram': {
      const context = expected.context === undefined ? '' : ` in context ${expected.context}`
      return `a datagram${context}${contentWords(expected)}`
    }
    case 'capsule':
      return `a capsule${expected.type === undefined ? '' : ` ${capsuleName(expected.type)}`}${contentWords(expected)}`
    case 'reset':
      return `a reset${expected.code ? ` with ${expected.code.name}` : ''}`
    case 'finished':
      return 'a clean end of the stream'
    case 'response':
      return `a response${expected.status === undefined ? '' : ` ${expected.status}`}`
    case 'nothing':
      return 'nothing'
  }
}

function contentWords({length, payload}: Contents): string {
  const long = length === undefined ? '' : ` of ${length} octets`
  return payload ? `${long} with the payload given` : long
}
