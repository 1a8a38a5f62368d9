import {defineProbe} from '../../../spec/probe.js'
import type {RawHttp2} from '../../../spec/raw-rig.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import {RawLane} from '../../../stimuli/raw-lane.js'
import {sendCapsule} from '../../../stimuli/raw-udp.js'
import * as frame from '../../../wire/h2-frame.js'
import {writeWindowUpdate} from '../../../wire/h2-payload.js'
import * as settings from '../../../wire/h2-settings.js'
import requirement from './requirement.js'

const LIMIT = 16_384
const QUESTIONS = 64
const QUESTION_BYTES = 1000
/** Together, so that no buffer of a socket on the way is full. */
const WAVE = 8
const OPENED = 1 << 20

interface Seen {
  readonly before: boolean
  /** Octets of DATA on the stream, and answers in them, until nothing more came. */
  readonly octets: number
  readonly answers: number
  /** Answers in all, after more was granted. */
  readonly answersInAll: number
  /** An echo came back at the end. */
  readonly after: boolean
  readonly ending: EndingSeen | null
}

const NOTHING: Seen = {before: false, octets: 0, answers: 0, answersInAll: 0, after: false, ending: null}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const raw = await rig.rawHttp2(signal, {
      settings: [
        {id: settings.ENABLE_PUSH, value: 0n},
        {id: settings.INITIAL_WINDOW_SIZE, value: BigInt(LIMIT)},
      ],
      openWindows: false,
    })
    await raw.settled(signal)
    const lane = await RawLane.open(rig, raw, signal)
    const before = lane !== undefined && (await lane.echo(lane.talk(), signal))
    if (!lane || !before) return {...NOTHING, ending: raw.ending()}
    const talk = lane.talk()
    for (let asked = 0; asked < QUESTIONS; asked += WAVE) await askFor(rig, lane, talk, signal)
    await untilQuiet(rig, () => octetsOn(raw, lane), signal)
    const [octets, answers] = [octetsOn(raw, lane), lane.answers(talk)]
    await open(raw, Number(lane.exchange.id))
    await rig.until(() => lane.answers(talk) === QUESTIONS || raw.ending() !== null, rig.patienceMs, signal)
    await untilQuiet(rig, () => octetsOn(raw, lane), signal)
    const answersInAll = lane.answers(talk)
    const after = await lane.echo(lane.talk(), signal)
    return {before, octets, answers, answersInAll, after, ending: raw.ending()}
  },
  judge({before, octets, answers, answersInAll, after, ending}) {
    if (!before) return inconclusive('no datagram crossed the tunnel in the beginning')
    if (octets > LIMIT) {
      return observed(`${octets} octets came on a stream for which ${LIMIT} were granted, which RFC 9113 forbids`)
    }
    if (ending?.by === 'peer') return observed(`the proxy gave up while its stream was held back: ${ending.detail}`)
    if (ending) return inconclusive(`the connection was lost: ${ending.detail}`)
    if (answersInAll === answers && !after)
      return inconclusive('nothing came any more when the window was opened again')
    if (octets < LIMIT - 2 * QUESTION_BYTES) {
      return inconclusive(`only ${octets} of ${LIMIT} octets came, so the limit was never reached`)
    }
    const rest = QUESTIONS - answers
    const later = answersInAll - answers
    const words =
      later === rest ? 'all of the rest came' : `${later} of ${rest} more answers came, and the others never`
    return observed(`the proxy stopped at ${octets} of ${LIMIT} octets granted; when more was, ${words}`)
  },
  silence: NOTHING,
  faults: {
    'keeps-hardly-anything': {wire: {h2QueuedBytes: 0}},
  },
})

type Talk = ReturnType<RawLane['talk']>

async function askFor(rig: Rig, lane: RawLane, talk: Talk, signal: AbortSignal): Promise<void> {
  const wanted = lane.answers(talk) + WAVE
  for (let count = 0; count < WAVE; count++) {
    const question = talk.question('echo', QUESTION_BYTES)
    if (question) await sendCapsule(lane.exchange, question)
  }
  await rig.until(() => lane.answers(talk) >= wanted, rig.patienceMs / 4, signal)
}

function octetsOn({frames}: RawHttp2, {exchange}: RawLane): number {
  const ours = frames.filter(({type, streamId}) => type === frame.DATA && BigInt(streamId) === exchange.id)
  return ours.reduce((sum, {bytes}) => sum + bytes.length, 0)
}

async function untilQuiet(rig: Rig, count: () => number, signal: AbortSignal): Promise<void> {
  for (let before = -1; before !== count();) {
    before = count()
    await rig.until(() => count() !== before, rig.patienceMs, signal)
  }
}

async function open(raw: RawHttp2, streamId: number): Promise<void> {
  const update = writeWindowUpdate(OPENED)
  await raw.write(frame.write(frame.WINDOW_UPDATE, update))
  await raw.write(frame.write(frame.WINDOW_UPDATE, update, {streamId}))
}
