import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {fail, inconclusive, observed, pass} from '../../../spec/verdict.js'
import {payloadsOf} from '../../../stimuli/arrivals.js'
import requirement from './requirement.js'

const EMPTY = new Uint8Array(0)
/** Each may be lost. */
const ATTEMPTS = 10

interface Seen {
  readonly before: boolean
  readonly after: boolean
  /** An empty packet reached the target; null: it does not say. */
  readonly up: boolean | null
  /** An empty packet of the target came back; null: it was asked for none. */
  readonly down: boolean | null
  readonly ending: EndingSeen | null
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const tunnel = await rig.openUdp(signal)
    const before = await tunnel.echo(signal)
    let up: boolean | undefined = false
    let wasAsked = false
    const cameDown = (): boolean => payloadsOf(tunnel.arrivals).some(({length}) => length === 0)
    for (let attempt = 0; before && attempt < ATTEMPTS && !(up !== false && cameDown()); attempt++) {
      await tunnel.send(EMPTY)
      const question = tunnel.talk.question('empty')
      if (question) wasAsked = (await tunnel.send(question)) === 'accepted' || wasAsked
      await rig.until(() => cameDown() || tunnel.ending() !== null, rig.patienceMs / 2, signal)
      if (tunnel.ending()) break
      up = await tunnel.arrived(EMPTY, signal)
    }
    const after = before && (await tunnel.echo(signal))
    // A target that returns whatever comes has shown both at once.
    const down = cameDown()
    return {before, after, up: up ?? (down || null), down: down || wasAsked ? down : null, ending: tunnel.ending()}
  },
  judge({before, after, up, down, ending}) {
    if (!before) return inconclusive('no datagram crossed the tunnel at all')
    if (ending?.by === 'peer')
      return fail('the tunnel goes on', `the proxy ended it at an empty packet: ${ending.detail}`)
    if (!after) return inconclusive('the tunnel fell silent, which loss alone can explain')
    if (up && down) return pass('empty packets passed in both directions')
    if (up && down === false) return observed('an empty packet reached the target, but none of the target came back')
    if (up === false && down) return observed('an empty packet of the target came back, but none reached the target')
    return inconclusive(
      'the way between proxy and target is not shown to carry empty packets: no direction was seen to',
    )
  },
  silence: {before: false, after: false, up: null, down: null, ending: null},
  faults: {
    'drops-them-on-the-way-up': {
      tunnel: {relay: (payload, towards) => (towards === 'target' && payload.length === 0 ? 'drop' : payload)},
    },
    'drops-them-on-the-way-down': {
      tunnel: {relay: (payload, towards) => (towards === 'client' && payload.length === 0 ? 'drop' : payload)},
    },
    'takes-one-of-the-target-for-the-end': {
      tunnel: {relay: (payload, towards) => (towards === 'client' && payload.length === 0 ? 'close' : payload)},
    },
  },
})
