import {defineProbe} from '../../../spec/probe.js'
import type {RawAnswer, RawExchange, RawHttp3} from '../../../spec/raw-rig.js'
import type {Rig} from '../../../spec/rig.js'
import {concern, fail, inconclusive, notApplicable, observed, pass} from '../../../spec/verdict.js'
import {datagramBreach, datagramsAgreed} from '../../../stimuli/h3-breach.js'
import {datagramFor, plainFields} from '../../../stimuli/h3-requests.js'
import {H3} from '../../../wire/error-codes.js'
import * as frame from '../../../wire/h3-frame.js'
import * as fieldSection from '../../../wire/qpack/field-section.js'
import {isAcknowledged} from '../../../wire/quic/packet-log.js'
import requirement from './requirement.js'

const TRIES = 5
const ENOUGH = 3
const PAYLOAD_BYTES = 24
const ATTEMPTS = 6

/**
 * `open`: the datagram comes when the request was received, and its content goes on. `begun`: it comes in the middle of
 * the head, for servers that answer any POST at once; those may have forgotten it by then.
 */
type Way = 'open' | 'begun'

/** `control`: without any datagram. */
interface Try {
  readonly way: Way | 'control'
  /** `too-early`: it was over before the datagram. `served`: it was answered as if there had been none. */
  readonly result: 'aborted' | 'connection' | 'served' | 'too-early' | 'unknown'
  /** Name of the code that ended it. */
  readonly code: string | null
}

interface Seen {
  /** null: the proxy has not said. */
  readonly agreed: boolean | null
  readonly tries: readonly Try[]
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const tries: Try[] = []
    const control = await rig.rawHttp3(signal, {quic: {logFrames: true}})
    tries.push({way: 'control', ...(await attempt(rig, control, 'control', signal))})
    for (let count = 0; count < TRIES; count++) {
      await using raw = await rig.rawHttp3(signal, {quic: {logFrames: true}})
      const agreed = await datagramsAgreed(raw, signal)
      if (agreed !== true) return {agreed, tries: []}
      const way = tries.some(({way: before, result}) => before === 'open' && result === 'too-early') ? 'begun' : 'open'
      tries.push({way, ...(await attempt(rig, raw, way, signal))})
      if (tries.at(-1)?.result === 'aborted') break
    }
    return {agreed: true, tries}
  },
  judge({agreed, tries}) {
    if (agreed === null) return inconclusive('no SETTINGS came from the proxy')
    if (!agreed) return notApplicable('the proxy does not agree to DATAGRAM frames, as its SETTINGS and QUIC show')
    const served = tries.filter(({way, result}) => way === 'open' && result === 'served').length
    if (served >= ENOUGH) {
      return fail(
        'the request is aborted with H3_DATAGRAM_ERROR',
        `${served} times a datagram for an open POST was acknowledged, and the request was answered as if nothing had come`,
      )
    }
    const [control, ...others] = tries
    const abort = others.find(({result}) => result === 'aborted')
    if (abort?.code?.startsWith('H3_DATAGRAM_ERROR ')) {
      return pass('a POST that got a datagram was aborted with H3_DATAGRAM_ERROR')
    }
    const strange = abort ?? others.find(({result}) => result === 'connection')
    if (strange && strange.result === control?.result) {
      return inconclusive(`a POST without a datagram ended like one that got one, with ${strange.code ?? 'no code'}`)
    }
    if (abort) {
      const code = abort.code ?? 'no code'
      return concern(`a POST that got a datagram was aborted with ${code} and not with H3_DATAGRAM_ERROR`)
    }
    if (strange) {
      return observed(`upon a datagram for a POST the whole connection was closed with ${strange.code ?? 'no code'}`)
    }
    if (others.some(({result}) => result === 'too-early')) {
      return inconclusive(
        'the proxy ends a POST before a datagram can reach it, so its receiver could not be looked at',
      )
    }
    return inconclusive('no datagram for an open POST is known to have arrived')
  },
  silence: {agreed: null, tries: []},
  faults: {
    'drops-it': {wire: {h3: {refusesLate: true, onUnexpectedDatagram: () => undefined}}},
    'with-another-code': {wire: {h3: {onUnexpectedDatagram: () => 0x102n}}},
  },
})

async function attempt(rig: Rig, raw: RawHttp3, way: Try['way'], signal: AbortSignal): Promise<Omit<Try, 'way'>> {
  const exchange = await raw.open(signal)
  if (!exchange) return {result: 'unknown', code: null}
  const head = headOf(rig)
  const half = way === 'begun' ? Math.floor(head.length / 2) : head.length
  await exchange.write(head.subarray(0, half))
  await rig.until(
    () => isAcknowledged(raw.packets, sent => sent.kind === 'stream' && sent.streamId === exchange.id),
    rig.timeoutMs,
    signal,
  )
  const early = await exchange.answer(way === 'begun' ? 0 : rig.patienceMs / 2, signal)
  if (way === 'control') return controlOf(exchange, early, rig, signal)
  if (early.kind !== 'silence') return {result: raw.ending() ? 'unknown' : 'too-early', code: null}
  if (!(await deliver(rig, raw, exchange, signal))) return resultOf(await exchange.answer(0, signal), 'unknown')
  if (way === 'begun') {
    await exchange.write(head.subarray(half))
    return resultOf(await exchange.answer(rig.timeoutMs, signal), 'too-early')
  }
  const answer = await exchange.answer(rig.patienceMs, signal)
  if (answer.kind !== 'silence') return resultOf(answer, 'unknown')
  await exchange.write(new Uint8Array(0), true)
  return resultOf(await exchange.answer(rig.timeoutMs, signal), 'served')
}

async function controlOf(
  exchange: RawExchange,
  early: RawAnswer,
  rig: Rig,
  signal: AbortSignal,
): Promise<Omit<Try, 'way'>> {
  if (early.kind !== 'silence') return resultOf(early, 'too-early')
  await exchange.write(new Uint8Array(0), true)
  return resultOf(await exchange.answer(rig.timeoutMs, signal), 'served')
}

function headOf({place}: Rig): Uint8Array {
  const fields = plainFields(place, 'POST').map(([name, value]) => ({name, value}))
  return frame.write(frame.HEADERS, fieldSection.write(fields))
}

/** Until it is acknowledged. */
async function deliver(rig: Rig, raw: RawHttp3, exchange: RawExchange, signal: AbortSignal): Promise<boolean> {
  const datagram = datagramBreach(raw, datagramFor(exchange, rig.random.bytes(PAYLOAD_BYTES)))
  const isThere = (): boolean => isAcknowledged(raw.packets, datagram.isIt)
  for (let attempts = 1; attempts <= ATTEMPTS && !isThere() && !raw.ending(); attempts++) {
    await datagram.say?.()
    await rig.until(isThere, rig.patienceMs / 2, signal)
  }
  return isThere()
}

/** @param answered what an ordinary answer means here */
function resultOf(answer: RawAnswer, answered: Try['result']): Omit<Try, 'way'> {
  if (answer.kind === 'response') return {result: answered, code: null}
  if (answer.kind !== 'over') return {result: 'unknown', code: null}
  const {how} = answer
  switch (how.how) {
    case 'stopped':
      // What a server says that has seen enough (RFC 9114 section 4.1).
      if (BigInt(how.code) === H3.NO_ERROR) return {result: answered, code: null}
      return {result: 'aborted', code: how.codeName}
    case 'reset':
      return {result: 'aborted', code: how.codeName}
    case 'connection':
      return how.ending.by === 'peer' && how.ending.how === 'connection-closed'
        ? {result: 'connection', code: how.ending.codeName}
        : {result: 'unknown', code: null}
    case 'fin':
      return {result: 'unknown', code: null}
  }
}
