import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, observed, pass} from '../../../spec/verdict.js'
import {capsuleHeader} from '../../../stimuli/data-stream.js'
import {concat, toHex} from '../../../wire/bytes.js'
import {DATAGRAM} from '../../../wire/capsule.js'
import requirement from './requirement.js'

/** Of the value that is announced, and of what there is of it behind the Context ID. */
const ANNOUNCED = 100n
const PAYLOAD_BYTES = 9

interface Seen {
  readonly before: boolean
  /** The octets of the cut payload reached the target, alone or with others behind; null: it does not say. */
  readonly arrived: boolean | null
  readonly ending: EndingSeen | null
}

export default defineProbe<Seen>({
  requirement,
  provokes: true,
  async observe(rig, signal) {
    const tunnel = await rig.openUdp(signal)
    const before = await tunnel.echo(signal, {carrier: 'capsule'})
    if (!before) return {before, arrived: null, ending: tunnel.ending()}
    const payload = rig.random.bytes(PAYLOAD_BYTES)
    const cut = concat(capsuleHeader(DATAGRAM, ANNOUNCED), Uint8Array.of(0), payload)
    await tunnel.data(cut)
    void tunnel.finish()
    const ending = await tunnel.ended(signal)
    const alone = await tunnel.arrived(payload, signal, rig.patienceMs)
    const reached = await tunnel.reachedTarget(signal)
    const padded = reached?.some(({headHex}) => headHex.startsWith(toHex(payload)))
    return {before, arrived: alone === true || padded === true ? true : (padded ?? alone ?? null), ending}
  },
  judge({before, arrived, ending}) {
    if (!before) return inconclusive('no echo in a capsule came back before')
    if (arrived === true) {
      return fail(
        'nothing of a cut capsule goes on',
        `${PAYLOAD_BYTES} octets of a payload that was cut off reached the target`,
      )
    }
    if (arrived === null) return inconclusive('the target does not say whether anything reached it')
    if (ending?.by === 'network') return inconclusive(`the tunnel was lost: ${ending.detail}`)
    if (ending?.by !== 'peer') return inconclusive('neither an end nor a packet was seen behind the cut capsule')
    if (ending.how === 'finished' || (ending.how === 'connection-closed' && ending.code === null)) {
      return observed('the proxy just closed its side, as it would at an orderly end; nothing reached the target')
    }
    return pass(`nothing reached the target, and the proxy signalled an error: ${ending.detail}`)
  },
  silence: {before: false, arrived: null, ending: null},
  faults: {
    'delivers-what-there-is': {tunnel: {reading: {onTruncated: () => 'deliver'}}},
  },
})
