import {defineProbe} from '../../../spec/probe.js'
import type {Rig} from '../../../spec/rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {announcedBy, MAX_DATAGRAM_FRAME_SIZE} from '../../../stimuli/announcements.js'
import {aftermathOf, closedByPeer, datagramBreach, type Aftermath} from '../../../stimuli/h3-breach.js'
import {datagramFor} from '../../../stimuli/h3-requests.js'
import {AGREEING, RawEchoes} from '../../../stimuli/raw-echoes.js'
import {packetsRead} from '../../../wire/quic/packet-log.js'
import requirement from './requirement.js'

/** Of a whole frame: we announce the one and have the target answer with the other. */
const OURS = 500
const LARGE = 1000
const SMALL = 160
const ROUNDS = 6
const ENOUGH = 3
/** What stands in front of the payload in a frame with a length, at least. */
const TYPE_AND_LENGTH = 2

interface Ours {
  readonly status: number | null
  /** A small answer came. */
  readonly before: boolean
  /** Large questions that reached the target; null: not known. */
  readonly reached: number | null
  /** Packets with a DATAGRAM frame above our limit, and the largest such frame. */
  readonly oversized: number
  readonly largest: number
}

interface Theirs {
  /** Of max_datagram_frame_size; null: it is absent. */
  readonly limit: string | null
  /** The largest frame that can leave now. */
  readonly largestOfOurs: number
  readonly breaches: readonly Aftermath[]
}

interface Seen {
  readonly ours: Ours | null
  readonly theirs: Theirs | null
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    return {ours: await lookAtOurs(rig, signal), theirs: await lookAtTheirs(rig, signal)}
  },
  judge({ours, theirs}) {
    if (!ours || !theirs) return inconclusive('there was no connection with SETTINGS of the proxy')
    if (ours.oversized >= ENOUGH) {
      return fail(
        `no DATAGRAM frames above our limit of ${OURS} octets`,
        `${ours.oversized} were, and the largest had ${ours.largest}`,
      )
    }
    const survived = theirs.breaches.filter(({acknowledged, after}) => acknowledged && after !== null)
    if (survived.length >= ENOUGH) {
      return fail(
        `the connection is closed upon ${words(theirs.limit)}`,
        `${survived.length} connections went on serving requests after such a frame was acknowledged`,
      )
    }
    if (ours.oversized > 0)
      return inconclusive(`a frame above our limit of ${OURS} octets was seen ${ours.oversized} times`)
    if (!ours.before)
      return inconclusive(`with a limit of ${OURS} octets, no small echo came back (${ours.status ?? 'no answer'})`)
    if ((ours.reached ?? 0) < ENOUGH) return inconclusive('the target is not known to have had large answers for us')
    const kept = `the target answered ${ours.reached ?? 0} times with ${LARGE} octets, and no frame above our limit of ${OURS} came`
    if (!isPossible(theirs)) return pass(`${kept}; its own limit of ${theirs.limit ?? ''} is above what fits a packet`)
    const closed = closedByPeer(theirs.breaches.at(-1)?.ending ?? null)
    if (!closed) return inconclusive(`it is not clear what became of a connection after ${words(theirs.limit)}`)
    return pass(`${kept}; ${words(theirs.limit)} closed the connection with ${closed.codeName ?? 'no code'}`)
  },
  silence: {ours: null, theirs: null},
  faults: {
    'looks-at-its-own-limit': {wire: {quicPeculiarities: {assumedDatagramLimit: 65_535}}},
    'takes-larger-ones': {
      wire: {quicPeculiarities: {omittedParameters: [0x20], extraParameters: Uint8Array.of(0x20, 0x02, 0x42, 0x58)}},
    },
    'takes-what-it-did-not-announce': {wire: {quicPeculiarities: {omittedParameters: [0x20]}}},
  },
})

function words(limit: string | null): string {
  return Number(limit ?? 0) === 0
    ? 'a DATAGRAM frame that it did not announce to take'
    : `a DATAGRAM frame above its limit of ${limit ?? ''}`
}

function isPossible({limit, largestOfOurs}: Pick<Theirs, 'limit' | 'largestOfOurs'>): boolean {
  return limit === null || BigInt(limit) < BigInt(largestOfOurs)
}

async function lookAtOurs(rig: Rig, signal: AbortSignal): Promise<Ours | null> {
  await using raw = await rig.rawHttp3(signal, {
    settings: AGREEING,
    quic: {maxDatagramFrameBytes: OURS, logFrames: true},
  })
  if (!(await raw.settled(signal))) return null
  const {status, echoes} = await RawEchoes.open(rig, raw, signal)
  if (!echoes) return {status, before: false, reached: null, oversized: 0, largest: 0}
  const before = await echoes.echo(signal, {bytes: SMALL})
  const large = new RawEchoes(rig, raw, echoes.exchange)
  await large.echo(signal, {bytes: LARGE, wanted: ROUNDS, attempts: ROUNDS})
  const reached = (await large.talk.reached(signal)) ?? null
  const sizes = packetsRead(raw.packets, 'received').flatMap(({frames}) =>
    frames.filter(({kind}) => kind === 'datagram').map(({bytes}) => bytes),
  )
  const oversized = sizes.filter(size => size > OURS)
  return {status, before, reached, oversized: oversized.length, largest: Math.max(0, ...oversized)}
}

/** Again and again, until the connection is closed upon it. */
async function lookAtTheirs(rig: Rig, signal: AbortSignal): Promise<Theirs | null> {
  const breaches: Aftermath[] = []
  for (;;) {
    await using raw = await rig.rawHttp3(signal, {
      settings: AGREEING,
      quic: {assumedDatagramLimit: 65_535, logFrames: true},
    })
    if (!(await raw.settled(signal))) return null
    const limit = announcedBy(raw.seen).parameter(MAX_DATAGRAM_FRAME_SIZE)
    const largestOfOurs = (raw.maxDatagramBytes ?? 0) + TYPE_AND_LENGTH
    const {echoes} = await RawEchoes.open(rig, raw, signal)
    if (!echoes || !isPossible({limit, largestOfOurs})) return {limit, largestOfOurs, breaches}
    // The frame is larger than what is in it.
    const payload = new Uint8Array(Math.max(SMALL, Number(limit ?? 0)))
    const breach = datagramBreach(raw, datagramFor(echoes.exchange, payload))
    const aftermath = await aftermathOf(rig, raw, breach, signal)
    breaches.push(aftermath)
    const isBorne = aftermath.acknowledged && aftermath.after !== null
    if (!isBorne || breaches.length === ENOUGH) return {limit, largestOfOurs, breaches}
  }
}
