import {createHash} from 'node:crypto'
import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen, UdpRig} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed, pass} from '../../../spec/verdict.js'
import {payloadCapsule} from '../../../stimuli/data-stream.js'
import {concat, toHex} from '../../../wire/bytes.js'
import requirement from './requirement.js'

/** Few enough for who defends himself against floods of tiny frames. */
const PAYLOAD_BYTES = 24
const PACKED = 5
const EMPTY = new Uint8Array(0)

interface Seen {
  readonly before: boolean
  readonly after: boolean
  readonly ending: EndingSeen | null
  /** How often each payload reached the target: that of one octet a piece, and those together in one; null: not known. */
  readonly cut: number | null
  readonly packed: readonly number[] | null
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const tunnel = await rig.openUdp(signal)
    const before = await tunnel.echo(signal, {carrier: 'capsule'})
    if (!before) return {before, after: false, ending: tunnel.ending(), cut: null, packed: null}
    const alone = rig.random.bytes(PAYLOAD_BYTES)
    const together = Array.from({length: PACKED}, () => rig.random.bytes(PAYLOAD_BYTES))
    const octets = [...payloadCapsule(alone)].flatMap((octet, index) =>
      index % 8 === 7 ? [EMPTY, Uint8Array.of(octet)] : [Uint8Array.of(octet)],
    )
    await tunnel.data(...octets)
    await tunnel.data(concat(...together.map(payloadCapsule)))
    const after = await tunnel.echo(signal, {carrier: 'capsule'})
    const times = await timesOf(tunnel, [alone, ...together], signal)
    const [cut = null, ...packed] = times ?? []
    return {before, after, ending: tunnel.ending(), cut, packed: times ? packed : null}
  },
  judge({before, after, ending, cut, packed}) {
    if (!before) return inconclusive('a capsule in a piece of its own was not answered before either')
    if (ending?.by === 'network') return inconclusive(`the tunnel was lost: ${ending.detail}`)
    if (ending?.by === 'peer') return observed(`the tunnel ended, ${ending.detail}, behind capsules that were cut anew`)
    if (cut === null || packed === null) return inconclusive('the target does not say what reached it')
    const problems = [
      ...(cut === 1 ? [] : [`a capsule of one octet a piece took effect ${timesInWords(cut)}`]),
      ...(packed.every(times => times === 1)
        ? []
        : [`of ${packed.length} capsules in one piece ${packed.filter(times => times === 1).length} took effect once`]),
    ]
    if (problems.length > 0 && after) return observed(problems.join('; '))
    if (problems.length > 0) return inconclusive(`${problems.join('; ')}; and no later capsule did, whole as it was`)
    if (!after) return inconclusive('all capsules took effect, and then the tunnel fell silent')
    return pass('each capsule took effect once, one octet a piece and several in one')
  },
  silence: {before: false, after: false, ending: null, cut: null, packed: null},
  faults: {
    'looks-at-the-first-only': {tunnel: {reading: {pieces: 'only-its-first'}}},
    'begins-anew-with-each-frame': {tunnel: {reading: {pieces: 'each-alone'}}, over: ['3', '2']},
  },
})

async function timesOf(
  tunnel: UdpRig,
  payloads: readonly Uint8Array[],
  signal: AbortSignal,
): Promise<readonly number[] | undefined> {
  const reached = await tunnel.reachedTarget(signal)
  if (!reached) return undefined
  return payloads.map(payload => {
    const digest = toHex(createHash('sha256').update(payload).digest())
    return reached.filter(({sha256Hex}) => sha256Hex === digest).length
  })
}

function timesInWords(times: number): string {
  if (times === 0) return 'not at all'
  return times === 1 ? 'once' : `${times} times`
}
