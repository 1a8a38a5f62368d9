import {defineProbe} from '../../../spec/probe.js'
import type {StreamOver} from '../../../spec/raw-rig.js'
import type {Rig} from '../../../spec/rig.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, observed, pass} from '../../../spec/verdict.js'
import {capsuleHeader} from '../../../stimuli/data-stream.js'
import {RawLane, type RawStreams} from '../../../stimuli/raw-lane.js'
import {creditGiven} from '../../../stimuli/granted-credit.js'
import {DATAGRAM} from '../../../wire/capsule.js'
import {MAX_UDP_PAYLOAD} from '../../../wire/http-datagram.js'
import requirement from './requirement.js'

/** Context ID and payload: too large for every UDP packet over IPv4, and for every path over IPv6. */
const VALUE_BYTES = 1 + MAX_UDP_PAYLOAD
const PIECE_BYTES = 8 * 1024
/** Three quarters of a megabyte in all: credit comes back in portions, and one of them has to fall within a capsule. */
const CAPSULES = 12
const TRIES = 3
/** Of the head of the request, and of frames, which take credit over HTTP/3. */
const MARGIN_BYTES = 4096

interface Trial {
  /** An echo in a capsule came back before. */
  readonly before: boolean
  /** Capsules that were sent, the last perhaps not to its end. */
  readonly capsules: number
  /** Credit for octets of a capsule came back before its end was sent. */
  readonly within: boolean
  /** How often credit came back at all. */
  readonly grants: number
  /** The octets left, and an echo in a capsule behind the last came back. */
  readonly after: boolean
  readonly ending: EndingSeen | null
  /** Of the stream alone. */
  readonly over: StreamOver | null
  /** Another tunnel on the same connection carried at the end; null: that was not asked. */
  readonly alive: boolean | null
}

interface Seen {
  readonly trials: readonly Trial[]
}

const NOTHING: Trial = {
  before: false,
  capsules: 0,
  within: false,
  grants: 0,
  after: false,
  ending: null,
  over: null,
  alive: null,
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  waitsMs: TRIES * 20_000,
  async observe(rig, signal) {
    const trials: Trial[] = []
    for (let count = 0; count < TRIES; count++) {
      const trial = await tryOnce(rig, signal)
      trials.push(trial)
      if (!trial.before || trial.after || trial.ending || trial.over) break
    }
    return {trials}
  },
  judge({trials}) {
    const last = trials.at(-1)
    if (!last?.before) return inconclusive('no echo in a capsule came back before')
    if (last.ending) return inconclusive(`the tunnel ended under the capsules: ${last.ending.detail}`)
    if (last.over) return inconclusive(`the stream ended under the capsules (${last.over.how})`)
    const of = `of a capsule of ${VALUE_BYTES} octets`
    if (!last.after) {
      if (!trials.every(({alive}) => alive === true))
        return inconclusive('the stream fell silent, and so did a tunnel beside it')
      if (trials.length < TRIES) return inconclusive(`the stream fell silent ${trials.length} times only`)
      return fail(
        'the capsule is discarded as it comes',
        `${trials.length} times a stream carried nothing any more after the octets ${of}, while a tunnel beside it did`,
      )
    }
    if (last.within) return pass(`octets ${of} were taken before its end was sent, and the tunnel went on working`)
    if (last.grants === 0) {
      return inconclusive(
        `no credit came back for ${last.capsules} capsules: the window is too large for them to show anything`,
      )
    }
    return observed(
      `credit came back ${last.grants} times in ${last.capsules} capsules, and never before the end ${of} was sent`,
    )
  },
  silence: {trials: []},
  faults: {
    'waits-for-the-whole': {
      tunnel: {reading: {onCapsule: (_, length) => (length > 4096n ? 'stall' : 'read')}},
    },
  },
})

async function tryOnce(rig: Rig, signal: AbortSignal): Promise<Trial> {
  await using raw: RawStreams =
    rig.http === '2' ? await rig.rawHttp2(signal) : await rig.rawHttp3(signal, {quic: {logFrames: true}})
  await raw.settled(signal)
  const lane = await RawLane.open(rig, raw, signal)
  const echo = (): Promise<boolean> => lane?.echo(lane.talk(), signal, 'capsule') ?? Promise.resolve(false)
  if (!lane || !(await echo())) return {...NOTHING, ending: raw.ending()}
  const sent = {capsules: 0, within: false, after: true}
  while (sent.capsules < CAPSULES && sent.after && !sent.within) {
    sent.capsules++
    const start = lane.sentBytes
    const isLeft = await sendAllButTheEnd(lane)
    const isWithin = (): boolean => {
      const taken = creditGiven(raw, lane.exchange).takenBytes ?? 0
      return taken > start + MARGIN_BYTES && taken <= lane.sentBytes + MARGIN_BYTES
    }
    sent.within = isLeft && (await rig.until(isWithin, rig.patienceMs / 2, signal))
    sent.after = isLeft && (await lane.data(new Uint8Array(1))) && (await echo())
  }
  const {grants} = creditGiven(raw, lane.exchange)
  const ending = raw.ending()
  const over = ending ? null : await lane.exchange.over(0, signal)
  const alive = sent.after || ending || over ? null : await isAlive(rig, raw, signal)
  return {before: true, ...sent, grants, ending, over, alive}
}

async function sendAllButTheEnd(lane: RawLane): Promise<boolean> {
  const value = new Uint8Array(VALUE_BYTES - 1)
  if (!(await lane.data(capsuleHeader(DATAGRAM, BigInt(VALUE_BYTES))))) return false
  for (let at = 0; at < value.length; at += PIECE_BYTES) {
    if (!(await lane.data(value.subarray(at, at + PIECE_BYTES)))) return false
  }
  return true
}

async function isAlive(rig: Rig, raw: RawStreams, signal: AbortSignal): Promise<boolean> {
  const beside = await RawLane.open(rig, raw, signal)
  return (await beside?.echo(beside.talk(), signal, 'capsule')) ?? false
}
