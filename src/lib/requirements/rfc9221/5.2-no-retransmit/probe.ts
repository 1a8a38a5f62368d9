import {defineProbe} from '../../../spec/probe.js'
import {inconclusive, notApplicable, observed, pass} from '../../../spec/verdict.js'
import {datagramsAgreed} from '../../../stimuli/h3-breach.js'
import {AGREEING, RawEchoes} from '../../../stimuli/raw-echoes.js'
import {toHex} from '../../../wire/bytes.js'
import {packetsRead} from '../../../wire/quic/packet-log.js'
import requirement from './requirement.js'

const ROUNDS = 12
/** Every second packet with a DATAGRAM frame. */
const LOST = 2
const ENOUGH = 3

interface Seen {
  /** null: the proxy has not said. */
  readonly agreed: boolean | null
  readonly status: number | null
  /** Payloads whose first packet we took for lost, and those of them that came in another packet. */
  readonly lost: number
  readonly again: number
  /** The same of payloads that we took. */
  readonly taken: number
  readonly takenAgain: number
}

const NOTHING = {status: null, lost: 0, again: 0, taken: 0, takenAgain: 0}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    await using raw = await rig.rawHttp3(signal, {settings: AGREEING, quic: {lostDatagrams: LOST, logFrames: true}})
    const agreed = await datagramsAgreed(raw, signal)
    if (agreed !== true) return {agreed, ...NOTHING}
    const {status, echoes} = await RawEchoes.open(rig, raw, signal)
    if (!echoes) return {agreed, ...NOTHING, status}
    const packets = (): string[][] =>
      packetsRead(raw.packets, 'received').map(({frames}) =>
        frames.flatMap(frame => (frame.kind === 'datagram' ? [toHex(frame.data)] : [])),
      )
    const count = (): number => packets().filter(payloads => payloads.length > 0).length
    for (let round = 0; round < ROUNDS; round++) {
      const before = count()
      await echoes.ask('frame')
      await rig.until(() => count() > before, rig.patienceMs / 2, signal)
    }
    // Whoever sends again does it when nothing is acknowledged: after a probe timeout, or a few.
    await rig.sleep(rig.patienceMs, signal)
    const heard = new Set(raw.datagrams.map(({payload}) => toHex(payload)))
    const all = packets().filter(payloads => payloads.length > 0)
    const times = (payload: string): number => all.filter(payloads => payloads.includes(payload)).length
    const lostFirst = new Set(all.filter((_, index) => index % LOST === LOST - 1).flat())
    const isLost = (payload: string): boolean => {
      const first = all.findIndex(payloads => payloads.includes(payload))
      return lostFirst.has(payload) && first % LOST === LOST - 1
    }
    const distinct = [...new Set(all.flat())]
    const [lost, taken] = [distinct.filter(isLost), distinct.filter(payload => !isLost(payload) && heard.has(payload))]
    const twice = (list: readonly string[]): number => list.filter(payload => times(payload) > 1).length
    return {agreed, status, lost: lost.length, again: twice(lost), taken: taken.length, takenAgain: twice(taken)}
  },
  judge({agreed, status, lost, again, taken, takenAgain}) {
    if (agreed === null) return inconclusive('no SETTINGS came from the proxy')
    if (!agreed) return notApplicable('the proxy does not agree to DATAGRAM frames, as its SETTINGS and QUIC show')
    if (lost === 0 && status === null) return inconclusive('no tunnel was opened: no answer')
    if (lost < ENOUGH) return inconclusive(`only ${lost} answers came in packets that could be taken for lost`)
    if (again === 0) return pass(`of ${lost} datagrams whose packets we took for lost none came again`)
    if (takenAgain > 0) {
      return observed(
        `${again} of ${lost} datagrams that were lost came again, but so did ${takenAgain} of ${taken} that were not: who doubles them is not known`,
      )
    }
    return observed(`${again} of ${lost} datagrams that were lost came again, and none of ${taken} that were not`)
  },
  silence: {agreed: null, ...NOTHING},
  faults: {
    'sends-again': {tunnel: {repeatsAfterMs: 100}},
  },
})
