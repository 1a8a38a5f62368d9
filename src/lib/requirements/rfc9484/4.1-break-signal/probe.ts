import {defineProbe} from '../../../spec/probe.js'
import type {EndingSeen} from '../../../spec/tunnel-rig.js'
import {inconclusive, observed} from '../../../spec/verdict.js'
import {echoes} from '../../../stimuli/tries-echo.js'
import requirement from './requirement.js'

interface Seen {
  readonly before: boolean
  readonly ending: EndingSeen | null
  /** From our end to that, or until nothing more was waited for. */
  readonly afterMs: number
  /** A tunnel beside it carried at the end. */
  readonly beside: boolean
}

export default defineProbe<Seen>({
  requirement,
  async observe(rig, signal) {
    const beside = await rig.openIp(signal)
    const tunnel = await rig.openIp(signal)
    const before = await echoes(tunnel, signal)
    if (!before) return {before, ending: tunnel.ending(), afterMs: 0, beside: false}
    const began = rig.clock.now()
    void tunnel.finish()
    const ending = await tunnel.ended(signal)
    const afterMs = Math.round(rig.clock.now() - began)
    return {before, ending, afterMs, beside: await echoes(beside, signal)}
  },
  judge({before, ending, afterMs, beside}) {
    if (!before) return inconclusive('the tunnel carried no echo before its end')
    const unseen = 'what a target is told is not seen from here'
    if (ending?.by === 'peer') {
      return observed(`${afterMs} ms after the end of our direction the proxy ${inWords(ending)}; ${unseen}`)
    }
    if (ending) return inconclusive(`the tunnel was lost: ${ending.detail}`)
    if (!beside) return inconclusive('no end came from the proxy, and a tunnel beside it fell silent, too')
    return observed(`for ${afterMs} ms after the end of our direction the proxy left its own open; ${unseen}`)
  },
  silence: {before: false, ending: null, afterMs: 0, beside: false},
  faults: {
    'resets-the-stream': {tunnel: {onClientFin: () => 'reset'}},
    'leaves-it-open': {tunnel: {onClientFin: () => 'nothing'}},
  },
})

function inWords({how, codeName, code}: EndingSeen): string {
  if (how === 'finished') return 'ended its own, too'
  const name = codeName ?? code
  return `broke the tunnel off (${how}${name === null ? '' : `, ${name}`})`
}
