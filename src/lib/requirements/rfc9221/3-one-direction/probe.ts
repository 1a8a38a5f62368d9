import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import {announcedBy, MAX_DATAGRAM_FRAME_SIZE} from '../../../stimuli/announcements.js'
import {AGREEING, RawEchoes, type Way} from '../../../stimuli/raw-echoes.js'
import requirement from './requirement.js'

const WANTED = 3

interface Seen {
  /** Of max_datagram_frame_size; null: it is absent. */
  readonly theirs: string | null
  readonly status: number | null
  /** How questions went out, in the end. */
  readonly up: Way | null
  readonly frames: number
  readonly capsules: number
}

const NOTHING = {theirs: null, status: null, up: null, frames: 0, capsules: 0}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    await using raw = await rig.rawHttp3(signal, {settings: AGREEING, quic: {datagrams: false}})
    const theirs = announcedBy(raw.seen).parameter(MAX_DATAGRAM_FRAME_SIZE)
    await raw.settled(signal)
    const {status, echoes} = await RawEchoes.open(rig, raw, signal)
    if (!echoes) return {...NOTHING, theirs, status}
    const up = (await echoes.ask(raw.maxDatagramBytes === undefined ? 'capsule' : 'frame')) ?? null
    await echoes.echo(signal, {way: up ?? 'capsule', wanted: WANTED})
    return {theirs, status, up, frames: echoes.answers.frame, capsules: echoes.answers.capsule}
  },
  judge({theirs, status, up, frames, capsules}) {
    const announced = theirs ?? 'none'
    const pair = `max_datagram_frame_size: ours none, the proxy's ${announced}`
    if (status === null) return inconclusive(`${pair}; the request for a tunnel was not answered`)
    if (status < 200 || status > 299)
      return inconclusive(`${pair}; the request for a tunnel was refused with ${status}`)
    if (up === null || frames + capsules === 0) return inconclusive(`${pair}; no answers came`)
    return observed(`${pair}; questions in ${up}s, answers in ${waysOf(frames, capsules)}`)
  },
  silence: NOTHING,
  faults: {
    'frames-both-ways': {wire: {quicPeculiarities: {assumedDatagramLimit: 65_535}}},
    'frames-in-no-direction': {wire: {quic: {datagrams: false}}},
  },
})

function waysOf(frames: number, capsules: number): string {
  if (capsules === 0) return 'frames, which we did not announce'
  return frames === 0 ? 'capsules' : 'capsules and in frames, which we did not announce'
}
