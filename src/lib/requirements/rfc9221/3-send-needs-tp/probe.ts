import {defineProbe} from '../../../spec/probe.js'
import type {QuicOptions, Rig} from '../../../spec/rig.js'
import {fail, inconclusive, observed, pass} from '../../../spec/verdict.js'
import {closedByPeer} from '../../../stimuli/h3-breach.js'
import {isSuccess} from '../../../stimuli/h3-requests.js'
import {AGREEING, RawEchoes} from '../../../stimuli/raw-echoes.js'
import requirement from './requirement.js'

const ASKED = 8
const VARIANTS: readonly (readonly [words: string, quic: QuicOptions])[] = [
  ['without max_datagram_frame_size', {datagrams: false}],
  ['with max_datagram_frame_size 0', {maxDatagramFrameBytes: 0}],
]

interface Variant {
  readonly words: string
  readonly status: number | null
  /** DATAGRAM frames, whatever was in them. */
  readonly frames: number
  readonly capsules: number
  /** Questions that reached the target; null: not known. */
  readonly reached: number | null
  /** With which the proxy closed the connection; null: it did not. */
  readonly closedWith: string | null
}

interface Seen {
  /** Of a request on a connection with the parameter. */
  readonly usual: number | null
  readonly variants: readonly Variant[]
}

export default defineProbe<Seen>({
  requirement,
  // It breaks no rule, but stacks have been seen to close over the setting without the parameter.
  provokes: true,
  async observe(rig, signal) {
    const variants: Variant[] = []
    const usual = await usualStatus(rig, signal)
    if (!isSuccess(usual)) return {usual, variants}
    for (const [words, quic] of VARIANTS) variants.push({words, ...(await visit(rig, quic, signal))})
    return {usual, variants}
  },
  judge({usual, variants}) {
    if (!isSuccess(usual)) return inconclusive(`no tunnel was opened even with the parameter (${usual ?? 'no answer'})`)
    const unasked = variants.find(({frames}) => frames > 0)
    if (unasked) {
      return fail(
        'no DATAGRAM frames to a peer that did not announce them',
        `on a connection of ours ${unasked.words}, ${unasked.frames} DATAGRAM frames came`,
      )
    }
    const open = variants.filter(variant => !isQuiet(variant))
    if (open.length > 0 || variants.length === 0) {
      const where = open.map(({words}) => words).join(' and ')
      return inconclusive(`${where}: the proxy could not be shown to have had something to send`)
    }
    const closed = variants.find(({closedWith}) => closedWith !== null)
    if (closed) return observed(`${closed.words}, the proxy closed the connection with ${closed.closedWith ?? ''}`)
    return pass(`no DATAGRAM frames came: ${variants.map(told).join('; ')}`)
  },
  silence: {usual: null, variants: []},
  faults: {
    'looks-at-the-setting-alone': {wire: {quicPeculiarities: {assumedDatagramLimit: 65_535}}},
  },
})

/** There was something to be sent, or it is plain why not. */
function isQuiet({status, capsules, reached, closedWith}: Variant): boolean {
  if (closedWith !== null) return true
  return status !== null && (!isSuccess(status) || capsules > 0 || (reached ?? 0) > 0)
}

function told({words, status, capsules, reached}: Variant): string {
  if (!isSuccess(status)) return `${words}, the request was refused with ${status ?? ''}`
  if (capsules > 0) return `${words}, ${capsules} answers came in capsules`
  return `${words}, the answers to ${reached ?? 0} questions were dropped`
}

async function usualStatus(rig: Rig, signal: AbortSignal): Promise<number | null> {
  await using raw = await rig.rawHttp3(signal, {settings: AGREEING})
  return (await RawEchoes.open(rig, raw, signal)).status
}

async function visit(rig: Rig, quic: QuicOptions, signal: AbortSignal): Promise<Omit<Variant, 'words'>> {
  await using raw = await rig.rawHttp3(signal, {settings: AGREEING, quic})
  const {status, echoes} = await RawEchoes.open(rig, raw, signal)
  await echoes?.echo(signal, {way: 'capsule', attempts: ASKED})
  const reached = (await echoes?.talk.reached(signal)) ?? null
  const closedWith = closedByPeer(raw.ending())?.codeName ?? null
  return {status, frames: raw.datagrams.length, capsules: echoes?.answers.capsule ?? 0, reached, closedWith}
}
