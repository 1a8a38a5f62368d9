import {defineProbe} from '../../../spec/probe.js'
import type {RawHttp3} from '../../../spec/raw-rig.js'
import type {QuicOptions, Rig} from '../../../spec/rig.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {closedByPeer} from '../../../stimuli/h3-breach.js'
import {servedWith} from '../../../stimuli/h3-requests.js'
import type {Frame} from '../../../wire/quic/frames.js'
import {packetsRead} from '../../../wire/quic/packet-log.js'
import requirement from './requirement.js'

const MAX_TRIES = 5
/** Connections that a frame in the wrong place has to survive. */
const ENOUGH = 3
/** What the proxy sends there is borne, and seen. */
const WATCHING: QuicOptions = {bearsMisplacedDatagrams: true, logFrames: true}

interface Visit {
  /** Handshake packets of the proxy's, and those of them with a DATAGRAM frame. */
  readonly packets: number
  readonly misplaced: number
  /** All of our Handshake packets that carry the handshake on bore a DATAGRAM frame. */
  readonly bore: boolean
  readonly ending: EndingSeen | null
  /** Status of a request; null: none was answered. */
  readonly status: number | null
}

interface Seen {
  /** A connection without a frame of ours in the wrong place. */
  readonly usual: Visit
  readonly tries: readonly Visit[]
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const usual = await visit(rig, WATCHING, signal)
    const tries: Visit[] = []
    while (usual.status !== null && tries.length < MAX_TRIES && !isEnough(tries)) {
      tries.push(await visit(rig, {...WATCHING, misplacedDatagrams: true}, signal))
    }
    return {usual, tries}
  },
  judge({usual, tries}) {
    const all = [usual, ...tries]
    const theirs = all.reduce((sum, {misplaced}) => sum + misplaced, 0)
    const packets = all.reduce((sum, each) => sum + each.packets, 0)
    if (theirs > 0) {
      return fail(
        'no DATAGRAM frame in a Handshake packet',
        `of ${packets} Handshake packets of the proxy ${theirs} held a DATAGRAM frame`,
      )
    }
    if (usual.status === null) return inconclusive('no request was answered, even with every frame in its place')
    const accepted = tries.filter(isAccepted).length
    if (accepted >= ENOUGH) {
      return fail(
        'a DATAGRAM frame in a Handshake packet ends the connection',
        `on ${accepted} connections our Handshake packet with a DATAGRAM frame completed the handshake, and a request was answered`,
      )
    }
    const closed = tries.map(closedInQuic).find(code => code !== undefined)
    if (closed !== undefined) {
      return pass(
        `a DATAGRAM frame in our Handshake packet ended the connection with ${closed}, and none was in ${packets} of the proxy's`,
      )
    }
    if (!tries.some(({bore}) => bore)) {
      return inconclusive('there was no room for a DATAGRAM frame in our Handshake packets')
    }
    const ended = tries.flatMap(({ending}) => (ending ? [ending.detail] : [])).at(-1) ?? 'nothing more was heard'
    return inconclusive(
      `of ${tries.length} connections with a DATAGRAM frame in our Handshake packets ${accepted} were served, and none was closed for it: ${ended}`,
    )
  },
  silence: {usual: {packets: 0, misplaced: 0, bore: false, ending: null, status: null}, tries: []},
  faults: {
    'accepts-them': {wire: {quicPeculiarities: {bearsMisplacedDatagrams: true}}},
    'sends-them': {wire: {quicPeculiarities: {misplacedDatagrams: true}}},
  },
})

function isEnough(tries: readonly Visit[]): boolean {
  return tries.some(each => closedInQuic(each) !== undefined) || tries.filter(isAccepted).length >= ENOUGH
}

/** Our packet arrived, for without it there is no handshake, and the connection goes on. */
function isAccepted({bore, status}: Visit): boolean {
  return bore && status !== null
}

/** With which code; one of HTTP/3 may have any other reason. */
function closedInQuic({bore, status, ending}: Visit): string | undefined {
  const closed = bore && status === null ? closedByPeer(ending) : undefined
  const code = closed?.codeName ?? undefined
  return code?.startsWith('H3_') ? undefined : code
}

async function visit(rig: Rig, quic: QuicOptions, signal: AbortSignal): Promise<Visit> {
  await using raw = await rig.rawHttp3(signal, {quic})
  const status = await servedWith(rig, raw, signal)
  const ending = raw.ending() ?? (status === null ? await raw.ended(rig.patienceMs, signal) : null)
  const theirs = packetsRead(raw.packets, 'received', 'handshake')
  return {packets: theirs.length, misplaced: theirs.filter(holdsDatagram).length, bore: bears(raw), ending, status}
}

/** Of what the handshake cannot do without, whichever copy of it arrives. */
function bears({packets}: RawHttp3): boolean {
  const ours = packetsRead(packets, 'sent', 'handshake').filter(({frames}) =>
    frames.some(({kind}) => kind === 'crypto'),
  )
  return ours.length > 0 && ours.every(holdsDatagram)
}

function holdsDatagram({frames}: {readonly frames: readonly Frame[]}): boolean {
  return frames.some(({kind}) => kind === 'datagram')
}
