/**
 * A UDP tunnel on a raw connection of HTTP/3 or HTTP/2: requests whose datagrams go when and how a probe wants them to,
 * before the answer above all.
 */
import type {HeaderList} from '../http/transport.js'
import type {RawAnswer, RawExchange, RawHttp2, RawHttp3} from '../spec/raw-rig.js'
import type {Rig} from '../spec/rig.js'
import type {TargetTalk} from '../spec/tunnel-rig.js'
import * as capsule from '../wire/capsule.js'
import * as httpDatagram from '../wire/http-datagram.js'
import {readContext} from './arrivals.js'

/** A UDP payload in context 0, for the request of this stream number. False: it did not leave. */
export async function sendFrame(raw: RawHttp3, streamId: bigint, payload: Uint8Array): Promise<boolean> {
  const datagram = httpDatagram.write(streamId / 4n, httpDatagram.writeContext(0n, payload))
  return (await raw.datagram(datagram)) === 'accepted'
}

export function sendCapsule(exchange: RawExchange, payload: Uint8Array): Promise<boolean> {
  return exchange.data(capsule.write(capsule.DATAGRAM, httpDatagram.writeContext(0n, payload)))
}

/** By frame over HTTP/3, by capsule over HTTP/2. */
export function sendBy(raw: RawHttp3 | RawHttp2, exchange: RawExchange, payload: Uint8Array): Promise<boolean> {
  if ('datagram' in raw && exchange.id !== undefined) return sendFrame(raw, exchange.id, payload)
  return sendCapsule(exchange, payload)
}

/** Answers of the target among the DATAGRAM frames from `since` on, whichever request they belong to. */
export function heardIn(raw: RawHttp3, talk: TargetTalk, since = 0): number {
  return raw.datagrams.slice(since).filter(({payload}) => {
    const inner = readContext(payload)
    const udp = inner && readContext(inner.rest)
    return udp?.contextId === 0n && talk.hears(udp.rest)
  }).length
}

/** Asks the target through the tunnel until it answers. False: it does not. */
export async function echoBy(
  rig: Rig,
  raw: RawHttp3,
  streamId: bigint,
  talk: TargetTalk,
  signal: AbortSignal,
  attempts = 15,
): Promise<boolean> {
  const since = raw.datagrams.length
  for (let attempt = 0; attempt < attempts && raw.ending() === null; attempt++) {
    const question = talk.question()
    if (question) await sendFrame(raw, streamId, question)
    if (await rig.until(() => heardIn(raw, talk, since) > 0, rig.patienceMs / 2, signal)) return true
  }
  return false
}

/** JSON as it is. */
export interface Told {
  readonly kind: RawAnswer['kind'] | 'not-sent'
  readonly status: number | null
  /** In words. */
  readonly what: string
}

export const NOT_TOLD: Told = {kind: 'not-sent', status: null, what: 'the request was not sent'}

export async function askRaw(
  rig: Rig,
  raw: RawHttp3 | RawHttp2,
  fields: HeaderList,
  signal: AbortSignal,
  behind: (exchange: RawExchange) => Promise<void> = () => Promise.resolve(),
): Promise<{readonly exchange: RawExchange | undefined; readonly told: Told}> {
  const exchange = await raw.request(fields, signal)
  if (!exchange) return {exchange, told: NOT_TOLD}
  await behind(exchange)
  return {exchange, told: toldOf(await exchange.answer(rig.timeoutMs, signal))}
}

function toldOf(answer: RawAnswer): Told {
  switch (answer.kind) {
    case 'response':
      return {kind: 'response', status: answer.status, what: `it was answered with ${answer.status}`}
    case 'over': {
      const {how} = answer
      if (how.how === 'fin') return {kind: 'over', status: null, what: 'the stream was ended without an answer'}
      if (how.how === 'connection')
        return {kind: 'over', status: null, what: `the connection ended: ${how.ending.detail}`}
      return {kind: 'over', status: null, what: `the stream was ${how.how} (${how.codeName})`}
    }
    case 'unreadable':
      return {kind: 'unreadable', status: null, what: `the answer could not be read: ${answer.problem}`}
    case 'silence':
      return {kind: 'silence', status: null, what: `there was no answer within ${answer.waitedMs} ms`}
  }
}

export function isSuccess({status}: Told): boolean {
  return status !== null && status >= 200 && status < 300
}
