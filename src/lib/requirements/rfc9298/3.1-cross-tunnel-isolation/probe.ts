import {defineProbe} from '../../../spec/probe.js'
import type {UdpRig} from '../../../spec/tunnel-rig.js'
import {concern, fail, inconclusive, pass} from '../../../spec/verdict.js'
import {payloadsOf} from '../../../stimuli/arrivals.js'
import requirement from './requirement.js'

/** One stray answer may be an accident of ports that are used again; three are none. */
const ROUNDS = 5
const ENOUGH = 3

interface Seen {
  /** Echoes that came back on their own tunnel, of the first and of the second. */
  readonly own: readonly [number, number]
  /** Answers to questions of one tunnel that came out of the other. */
  readonly crossed: number
  /** Where the target sees each come from; null: not known. */
  readonly sources: readonly [string | null, string | null]
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const [first, second] = [await rig.openUdp(signal), await rig.openUdp(signal)]
    let [ownFirst, ownSecond] = [0, 0]
    for (let round = 0; round < ROUNDS; round++) {
      // At once, so that their packets are under way together.
      const [one, other] = await Promise.all([first.echo(signal), second.echo(signal)])
      if (one) ownFirst++
      if (other) ownSecond++
    }
    const sources = [(await known(first, signal)) ?? null, (await known(second, signal)) ?? null] as const
    const crossed = strangersOf(first, second) + strangersOf(second, first)
    return {own: [ownFirst, ownSecond], crossed, sources}
  },
  judge({own: [first, second], crossed, sources: [one, other]}) {
    if (one !== null && one === other) {
      return concern(`both tunnels come from ${one}, so the target cannot tell them apart`)
    }
    if (crossed >= ENOUGH) {
      const ports = one === null || other === null ? '' : `, although they come from ${one} and ${other}`
      return fail('each tunnel gets its own packets', `${crossed} packets for one tunnel came out of the other${ports}`)
    }
    if (crossed > 0)
      return inconclusive(`${crossed} packets for one tunnel came out of the other, too few to accuse anybody`)
    if (first === 0 || second === 0) return inconclusive('one of the two tunnels carried nothing')
    return pass(`${first} and ${second} answers came back, each on its own tunnel`)
  },
  silence: {own: [0, 0], crossed: 0, sources: [null, null]},
  faults: {
    'looks-up-by-target-alone': {egress: {receivers: 'newest'}},
    'gives-all-of-them-everything': {egress: {receivers: 'all'}},
  },
})

/** What came out of the one and answers the other. */
function strangersOf(one: UdpRig, other: UdpRig): number {
  return payloadsOf(one.arrivals).filter(payload => other.talk.hears(payload)).length
}

/** No question of its own: a tunnel that heard nothing will not hear this either. */
async function known(tunnel: UdpRig, signal: AbortSignal): Promise<string | undefined> {
  return tunnel.talk.answers > 0 ? tunnel.egress(signal) : undefined
}
