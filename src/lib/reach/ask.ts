/** The phases request and response: what became of a tunnel that was asked for, whatever it was to carry. */
import type {Ending} from '../http/ending.js'
import type {Head, HeaderList, Refusal} from '../http/transport.js'
import type {Road} from '../report/document.js'
import {deadline, TimeoutError, type Clock} from '../spec/clock.js'
import type {OuterConnection} from './connection.js'
import {endedInstead} from './diagnosis/ended.js'
import {malformedSuccess, noResponse, noStream} from './diagnosis/http.js'
import {refusal} from './diagnosis/refusal.js'
import {tunnelWords, type TunnelKind} from './diagnosis/tunnel-words.js'
import type {PhaseLog} from './phases.js'
import {contentWords} from './refusal-content.js'

/** What `openUdp` and its like come to. */
export type Answer =
  | {readonly kind: 'tunnel'; readonly response: Head}
  | {readonly kind: 'refused'; readonly refusal: Refusal}
  | {readonly kind: 'malformed'; readonly response: Head; readonly problem: string}
  | {readonly kind: 'failed'; readonly ending: Ending}

export interface AskContext {
  readonly clock: Clock
  readonly timeoutMs: number
  readonly log: PhaseLog
  readonly connection: OuterConnection
}

export interface Question<T extends Answer> {
  readonly tunnel: TunnelKind
  /** What is asked for, for the log. */
  readonly line: string
  readonly headers?: HeaderList | undefined
  /** The proxy has to resolve a name first, which may rightly take its time. */
  readonly needsName: boolean
  /** Rejects only with the signal's reason. */
  readonly open: (signal: AbortSignal) => Promise<T>
}

export interface Asked<T extends Answer> {
  /** undefined: there is no tunnel, and the log says why. */
  readonly tunnel: Extract<T, {readonly kind: 'tunnel'}> | undefined
  readonly response?: NonNullable<Road['response']>
}

export async function ask<T extends Answer>(
  {tunnel, line, headers = [], needsName, open}: Question<T>,
  {clock, timeoutMs, log, connection}: AskContext,
  signal: AbortSignal,
): Promise<Asked<T>> {
  log.begin('request')
  log.ok(line)
  log.begin('response')
  using life = connection.lifeSign(timeoutMs)
  using limit = deadline(clock, timeoutMs, signal)
  let answer: T
  try {
    answer = await open(limit.signal)
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error
    const resolves = needsName ? tunnelWords[tunnel].target : undefined
    const silence = {waitedMs: timeoutMs, isAlive: life.seen, lossy: life.lossy}
    log.fail(connection.requestWritten ? noResponse(silence, resolves) : noStream(silence, connection.http))
    return {tunnel: undefined}
  }
  return await judge(answer, {tunnel, headers}, {clock, log, connection}, signal)
}

async function judge<T extends Answer>(
  answer: T,
  {tunnel, headers}: {readonly tunnel: TunnelKind; readonly headers: HeaderList},
  {clock, log, connection}: Omit<AskContext, 'timeoutMs'>,
  signal: AbortSignal,
): Promise<Asked<T>> {
  switch (answer.kind) {
    case 'failed':
      log.fail(endedInstead(answer.ending, connection.http))
      return {tunnel: undefined}
    case 'refused':
      log.fail(
        refusal(answer.refusal, {
          tunnel,
          http: connection.http,
          sentCredentials: hasCredentials(headers),
          content: await contentWords(answer.refusal, clock, signal),
        }),
      )
      return {tunnel: undefined, response: head(answer.refusal)}
    case 'malformed':
      log.fail(malformedSuccess(answer.problem, tunnelWords[tunnel]))
      return {tunnel: undefined, response: head(answer.response)}
    case 'tunnel':
      log.ok(String(answer.response.status))
      return {tunnel: answer as Extract<T, {readonly kind: 'tunnel'}>, response: head(answer.response)}
  }
}

function hasCredentials(headers: HeaderList): boolean {
  return headers.some(([name]) => /^(proxy-)?authorization$/i.test(name))
}

function head({status, headers}: Head): NonNullable<Road['response']> {
  return {status, headers: headers.map(([name, value]) => [name, value])}
}
