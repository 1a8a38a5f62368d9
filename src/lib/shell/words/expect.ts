/** `expect …`: a claim about the peer, which makes a script a test. */
import {deadline, TimeoutError} from '../../spec/clock.js'
import * as varint from '../../wire/varint.js'
import {takeData, type DataSources} from '../grammar/data.js'
import {GrammarError} from '../grammar/error.js'
import {choice, duration, integer, text, tunnel, type Param} from '../grammar/param.js'
import {capsuleType, errorCode, type Code} from '../grammar/registries.js'
import {expectationWords, judge, type Expectation, type Judgement} from '../session/expectation.js'
import {UserError, type Outcome} from '../session/outcome.js'
import type {Session} from '../session/session.js'
import type {ShellTunnel} from '../session/tunnel.js'
import {dataParam} from './send.js'
import {define, type ArgumentsOf} from './word.js'

const KINDS = ['datagram', 'capsule', 'reset', 'finished', 'response', 'nothing'] as const

const status: Param<string> = {
  label: 'STATUS',
  read({text: written, column}) {
    if (/^[1-5]([0-9]{2}|xx)$/.test(written)) return written
    throw new GrammarError(`'${written}' is no status: 403, or 4xx for all of them`, {column})
  },
}

/** What may follow each of them. */
const WHICH: Readonly<Record<string, Param<unknown>['complete']>> = {
  capsule: live => capsuleType.complete?.(live) ?? [],
  reset: live => errorCode.complete?.(live) ?? [],
  response: () => ['200', '2xx', '4xx', '5xx'],
}

const required = {kind: choice(KINDS)} as const
const optional = {which: text('TYPE|CODE|STATUS', live => WHICH[live.before]?.(live) ?? [])} as const
const keywords = {
  from: tunnel,
  within: duration,
  len: integer('N', 0n, varint.MAX),
  payload: dataParam,
  context: integer('N', 0n, varint.MAX),
} as const

type Values = ArgumentsOf<typeof required, typeof optional, object, typeof keywords, never>

/** @throws GrammarError */
function readKind(
  {kind, which}: Values,
  column: number,
): bigint | string | ReturnType<typeof errorCode.read> | undefined {
  if (which === undefined) return undefined
  const token = {text: which, isQuoted: false, column}
  switch (kind) {
    case 'capsule':
      return capsuleType.read(token)
    case 'reset':
      return errorCode.read(token)
    case 'response':
      return status.read(token)
    case 'datagram':
    case 'finished':
    case 'nothing':
      throw new GrammarError(`'${which}' is one word too many`, {
        column,
        meant: kind === 'datagram' ? `len ${which}` : undefined,
      })
  }
}

async function toExpectation(values: Values, sources: DataSources): Promise<Expectation> {
  const {kind, which, len: length, context} = values
  const payload = values.payload && (await takeData(values.payload, sources))
  const token = {text: which ?? '', isQuoted: false, column: 1}
  switch (kind) {
    case 'datagram':
      return {what: kind, context, length, payload}
    case 'capsule':
      return {what: kind, type: which === undefined ? undefined : capsuleType.read(token), length, payload}
    case 'reset':
      return {what: kind, code: which === undefined ? undefined : errorCode.read(token)}
    case 'response':
      return {what: kind, status: which}
    case 'finished':
    case 'nothing':
      return {what: kind}
  }
}

/** The number behind a name of another version means something else. @throws UserError */
function checkVersion(code: Code | undefined, {name, outer}: ShellTunnel): void {
  if (code?.http === undefined || code.http === outer.http) return
  throw new UserError(`${code.name} is a code of HTTP/${code.http}, and ${name} is HTTP/${outer.http}`)
}

/** Only datagrams and capsules have these. */
function checkKeywords({kind, len, payload, context}: Values, column: number): void {
  if (kind !== 'datagram' && context !== undefined) throw new GrammarError(`${kind} has no context`, {column})
  if (kind === 'datagram' || kind === 'capsule') return
  if (len !== undefined || payload !== undefined)
    throw new GrammarError(`${kind} has neither len nor payload`, {column})
}

async function awaitIt(
  session: Session,
  made: ShellTunnel,
  expected: Expectation,
  withinMs: number,
  signal: AbortSignal,
): Promise<Judgement> {
  const look = (isTimeUp: boolean): Judgement => {
    const events = [...session.events.since(session.expectFrom)]
    const own = events.filter(({number, tunnel: name}) => name === made.name && !session.consumed.has(number))
    return judge(expected, {made, events: own, isTimeUp})
  }
  using limit = deadline(session.clock, withinMs, signal)
  for (;;) {
    const judgement = look(false)
    if (judgement.kind !== 'waiting') return judgement
    try {
      await session.waiting.next(limit.signal)
    } catch (error) {
      if (error instanceof TimeoutError) return look(true)
      throw error
    }
  }
}

export default define({
  name: 'expect',
  group: 'waiting',
  summary: 'Claim what the peer does, and wait for it: met, violated, or undecided.',
  details: [
    'datagram, capsule [TYPE], reset [CODE], finished, response [STATUS|4xx], nothing.',
    'What counts came since the last words that acted began, and met no other expectation.',
    'A time that runs out leaves it undecided: silence proves nothing. Another ending or status is a violation.',
    'nothing is met only between two datagrams or capsules that were expected on the same tunnel, and came.',
  ],
  examples: [
    'expect datagram from t1 within 1s len 1200',
    'expect capsule ADDRESS_ASSIGN within 2s',
    'expect reset H3_MESSAGE_ERROR',
    'expect response 4xx',
  ],
  required,
  optional,
  keywords,
  check(values, [{column}]) {
    readKind(values, column)
    checkKeywords(values, column)
  },
  async run(values, {session}, signal): Promise<Outcome> {
    const made = session.tunnels.one(values.from)
    const expected = await toExpectation(values, session.sources)
    if (expected.what === 'reset') checkVersion(expected.code, made)
    const withinMs = values.within ?? session.sticky.get('timeoutMs')
    const judgement = await awaitIt(session, made, expected, withinMs, signal)
    const words = `${expectationWords(expected)} from ${made.name}`
    switch (judgement.kind) {
      case 'met': {
        if (judgement.by !== undefined) session.consumed.add(judgement.by)
        if (expected.what === 'nothing') return {outcome: 'silent', tunnel: made.name}
        const isControl = expected.what === 'datagram' || expected.what === 'capsule'
        return {outcome: 'met', what: judgement.what, tunnel: made.name, isControl}
      }
      case 'violated':
        return {outcome: 'violated', expected: words, actual: judgement.actual, tunnel: made.name}
      case 'undecided':
        return {outcome: 'undecided', expected: words, why: judgement.why, tunnel: made.name}
      case 'waiting':
        throw new Error('judged before its time')
    }
  },
})
