import {askByPacket, inWords, type AskedSeen} from '../../../stimuli/ask-by-packet.js'
import {outside} from '../../../stimuli/outside.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, observed, pass} from '../../../spec/verdict.js'
import requirement from './requirement.js'

interface Seen {
  readonly before: boolean
  readonly after: boolean
  readonly ending: EndingSeen | null
  /** Packets to an address outside, with one hop left: nobody but the proxy can refuse those. */
  readonly near: AskedSeen | null
  /** And with many: asked only if the first were not refused. */
  readonly far: AskedSeen | null
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openIp(signal)
    const before = await echoes(tunnel, signal)
    const found = (await tunnel.ready(signal)).flatMap(family => {
      const [source, destination] = [tunnel.address(family), outside(tunnel, family)]
      return source === undefined || destination === undefined ? [] : [{source, destination}]
    })
    const [ends] = found
    if (!ends || !before) return {before, after: false, ending: tunnel.ending(), near: null, far: null}
    const near = await askByPacket(rig, tunnel, ends, signal, {hopLimit: 1})
    const isRefused = near.errors.some(({what}) => what === 'unreachable')
    const far = isRefused || tunnel.ending() ? null : await askByPacket(rig, tunnel, ends, signal)
    const after = await echoes(tunnel, signal)
    return {before, after, ending: tunnel.ending(), near, far}
  },
  judge({before, after, ending, near, far}) {
    if (!before) return inconclusive('no echo crossed the tunnel')
    if (!near) return inconclusive('no address for documentation lies outside of what was advertised')
    const to = `a packet to ${near.destination}, which was not advertised,`
    if (ending?.by === 'peer')
      return fail('an ICMP error, and the stream stays open', `${to} ended it: ${ending.detail}`)
    if (!after) return inconclusive('the tunnel fell silent afterwards, which loss alone can explain')
    const refusal = near.errors.filter(({what}) => what === 'unreachable')
    if (refusal.length > 0) return pass(`${to} was answered by ${inWords(refusal)}, and the stream stayed open`)
    const [answer] = far?.errors ?? []
    if (answer)
      return observed(
        `${to} seems to go on: with one hop left it met ${inWords(near.errors)}, with 64 ${inWords([answer])}`,
      )
    return observed(`${to} met ${inWords(near.errors)} with one hop left, and nothing with 64; the stream stayed open`)
  },
  silence: {before: false, after: false, ending: null, near: null, far: null},
  faults: {
    'drops-it-in-silence': {ip: {packets: {onTrouble: () => 'drop'}}},
    'forwards-it-all-the-same': ({ip}) => ({
      ip: {
        packets: {
          onTrouble: (trouble, way) => (trouble === 'no-route' ? 'forward' : ip.packets.onTrouble(trouble, way)),
        },
      },
    }),
    'takes-it-for-a-breach': ({ip}) => ({
      ip: {
        packets: {onTrouble: (trouble, way) => (trouble === 'no-route' ? 'abort' : ip.packets.onTrouble(trouble, way))},
      },
    }),
  },
})
