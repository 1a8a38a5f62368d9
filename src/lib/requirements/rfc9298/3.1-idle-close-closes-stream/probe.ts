import {defineProbe} from '../../../spec/probe.js'
import {fail, inconclusive, pass} from '../../../spec/verdict.js'
import {fateOf, leaveSilent, NOTHING_LEFT, type LeftSilent} from '../../../stimuli/left-silent.js'
import requirement from './requirement.js'

/** Looking disturbs the silence, so each moment has a tunnel of its own. */
const SILENCES_MS = [130_000, 190_000, 250_000]
const BUSY_EVERY_MS = 10_000

export default defineProbe<LeftSilent>({
  requirement,
  waitsMs: 260_000,
  observe: (rig, signal) => leaveSilent(rig, SILENCES_MS, BUSY_EVERY_MS, signal),
  judge({tunnels, busy, fresh, isProxysOwn}) {
    if (!tunnels.some(({before}) => before))
      return inconclusive('no datagram crossed the tunnels even before the silence')
    if (!busy || !fresh) return inconclusive('a busy tunnel, or a new one, carried nothing at the end either')
    const silent = tunnels.find(tunnel => fateOf(tunnel) === 'silent')
    if (silent) {
      return fail(
        'the stream is closed with the socket',
        `after ${silent.silentMs / 1000} s of silence the stream was still open, and nothing crossed the tunnel any more`,
      )
    }
    const moved = tunnels.find(tunnel => fateOf(tunnel) === 'moved')
    if (moved) {
      const change = `after ${moved.silentMs / 1000} s of silence the tunnel came from ${moved.sources[1]} instead of ${moved.sources[0]}`
      if (!isProxysOwn) return inconclusive(`${change}, which a NAT between proxy and target can explain`)
      return fail('the stream is closed with the socket', `${change}, and the stream was still open`)
    }
    const closed = tunnels.find(tunnel => fateOf(tunnel) === 'closed')
    if (closed)
      return pass(`within ${closed.silentMs / 1000} s of silence the proxy closed the stream: ${closed.ending?.detail}`)
    return inconclusive(`the socket outlived ${Math.max(...tunnels.map(({silentMs}) => silentMs)) / 1000} s of silence`)
  },
  silence: NOTHING_LEFT,
  faults: {
    'leaves-the-stream-open': {tunnel: {idleTimeoutMs: 125_000, onIdle: () => 'close-socket'}},
    'opens-another-socket': {tunnel: {idleTimeoutMs: 125_000, onIdle: () => 'renew-socket'}},
  },
})
