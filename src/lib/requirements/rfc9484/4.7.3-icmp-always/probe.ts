import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {PROTOCOL} from '../../../wire/ip/packet.js'
import requirement from './requirement.js'

interface Seen {
  /** Protocols of the ranges in the tunnel for UDP. */
  readonly protocols: readonly number[]
  readonly echoed: boolean
  /** Through a tunnel for all protocols. */
  readonly control: boolean
}

/** So many are not lost on a path that loses one in three. */
const ATTEMPTS = 14

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const narrow = await rig.openIp(signal, {scope: {ipproto: PROTOCOL.UDP}})
    await narrow.ready(signal)
    const protocols = [...new Set(narrow.ip.state.routesOfPeer.map(({protocol}) => protocol))]
    const wide = await rig.openIp(signal)
    const before = await echoes(wide, signal)
    const echoed = await echoes(narrow, signal, {attempts: ATTEMPTS})
    const control = before && (echoed || (await echoes(wide, signal)))
    return {protocols, echoed, control}
  },
  judge({protocols, echoed, control}) {
    const isNarrow = protocols.length > 0 && !protocols.includes(0)
    const said = protocols.join(', ')
    if (!isNarrow) return inconclusive('no tunnel was to be had in which all routes name one protocol')
    if (echoed) return pass(`an ICMP echo came back through a tunnel whose routes say protocol ${said}`)
    if (!control) return inconclusive('no ICMP echo came back through a tunnel for all protocols either')
    return fail(
      'ICMP passes, whatever protocol a route names',
      `no ICMP echo came back through a tunnel whose routes say protocol ${said}, and one did where they say all`,
    )
  },
  silence: {protocols: [], echoed: false, control: false},
  faults: {
    'looks-for-the-protocol-without-exception': {ip: {packets: {icmpAlways: false}}},
  },
})
