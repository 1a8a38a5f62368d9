import {defineProbe} from '../../../spec/probe.js'
import type {RawAnswer, RawExchange, RawHttp3, StreamOver} from '../../../spec/raw-rig.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {closedByPeer} from '../../../stimuli/h3-breach.js'
import {isSuccess, statusOf, tunnelFields} from '../../../stimuli/h3-requests.js'
import {concat} from '../../../wire/bytes.js'
import {H3} from '../../../wire/error-codes.js'
import * as frame from '../../../wire/h3-frame.js'
import * as fieldSection from '../../../wire/qpack/field-section.js'
import requirement from './requirement.js'

const TYPE = frame.reserved(0n)
const PAYLOAD_BYTES = 5

interface Visit {
  readonly status: number | null
  /** In words, how the stream or the connection was ended with an error; null: it was not. */
  readonly broken: string | null
}

interface Seen {
  readonly plain: Visit
  readonly onRequest: Visit
  readonly onControl: Visit
  /** Behind a successful answer: what became of the tunnel is told, and not judged. */
  readonly onTunnel: Visit
}

const UNSEEN: Visit = {status: null, broken: null}
const NOTHING: Seen = {plain: UNSEEN, onRequest: UNSEEN, onControl: UNSEEN, onTunnel: UNSEEN}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const plain = await visit(rig, signal, raw => raw.request(tunnelFields(rig.place), signal))
    if (plain.status === null) return {...NOTHING, plain}
    const grease = frame.write(TYPE, rig.random.bytes(PAYLOAD_BYTES))
    const onRequest = await visit(rig, signal, async raw => {
      const exchange = await raw.open(signal)
      await exchange?.write(concat(grease, headers(rig)))
      return exchange
    })
    const onControl = await visit(rig, signal, async raw => {
      await raw.control(grease)
      await raw.ended(rig.patienceMs, signal)
      return raw.request(tunnelFields(rig.place), signal)
    })
    const onTunnel = await visit(rig, signal, raw => raw.request(tunnelFields(rig.place), signal), grease)
    return {plain, onRequest, onControl, onTunnel}
  },
  judge({plain, onRequest, onControl, onTunnel}) {
    if (plain.status === null) return inconclusive('requests without such frames were not answered either')
    for (const [where, {status, broken}] of [
      ['before HEADERS on a request stream', onRequest],
      ['after SETTINGS on the control stream', onControl],
    ] as const) {
      if (broken !== null) return fail('a frame of type 0x21 is ignored', `with one ${where} ${broken}`)
      if (status === null) return inconclusive(`with a frame of type 0x21 ${where} no request was answered`)
      if (isSuccess(plain.status) && !isSuccess(status)) {
        if (!blamesRequest(status)) return inconclusive(`with a frame of type 0x21 ${where} the answer was ${status}`)
        return fail(
          'a frame of type 0x21 is ignored',
          `with one ${where} the request was answered with ${status}, and without it with ${plain.status}`,
        )
      }
    }
    return pass(`frames of type 0x21 before HEADERS and on the control stream left no trace; ${tunnelWords(onTunnel)}`)
  },
  silence: NOTHING,
  faults: {
    'breaks-on-a-request': {wire: {h3: {onHarmless: what => unexpectedOn(what, 'request')}}},
    'breaks-on-the-control-stream': {wire: {h3: {onHarmless: what => unexpectedOn(what, 'control')}}},
  },
})

/** Others tell of the proxy's day, and not of what was asked. */
function blamesRequest(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429
}

function headers({place}: Rig): Uint8Array {
  return frame.write(frame.HEADERS, fieldSection.write(tunnelFields(place).map(([name, value]) => ({name, value}))))
}

/** @param later onto the stream once it was answered with success */
async function visit(
  rig: Rig,
  signal: AbortSignal,
  ask: (raw: RawHttp3) => Promise<RawExchange | undefined>,
  later?: Uint8Array,
): Promise<Visit> {
  await using raw = await rig.rawHttp3(signal)
  const exchange = await ask(raw)
  const answer = await exchange?.answer(rig.timeoutMs, signal)
  const status = answer ? statusOf(answer) : null
  if (later && exchange && isSuccess(status)) {
    await exchange.write(later)
    const over = await exchange.over(rig.patienceMs, signal)
    return {status, broken: over && brokenWords(over, raw.ending())}
  }
  return {status, broken: brokenBy(answer, raw.ending())}
}

function brokenBy(answer: RawAnswer | undefined, ending: EndingSeen | null): string | null {
  const over: StreamOver | undefined = answer?.kind === 'over' ? answer.how : undefined
  return brokenWords(over, ending)
}

/** Only a close or a reset of the peer's speaks; what was lost does not. */
function brokenWords(over: StreamOver | undefined, ending: EndingSeen | null): string | null {
  const closed = closedByPeer(ending)
  if (closed) return `the proxy closed the connection with ${closed.codeName ?? 'no code'}`
  return over?.how === 'reset' ? `the proxy reset the stream with ${over.codeName}` : null
}

function tunnelWords({status, broken}: Visit): string {
  if (!isSuccess(status)) return 'on an open tunnel none was sent, as there was none'
  return broken === null
    ? 'one on an open tunnel was borne, too'
    : `with one on an open tunnel ${broken}, which may be right`
}

function unexpectedOn(what: {readonly kind: string; readonly on?: string}, on: string): bigint | undefined {
  return what.kind === 'unknown-frame' && what.on === on ? H3.FRAME_UNEXPECTED : undefined
}
